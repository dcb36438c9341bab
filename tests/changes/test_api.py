"""The API knows what the page knows: the whole journey, each party's part, refusals as problems."""

import json
from datetime import timedelta
from itertools import chain

import pytest

from apps.changes.models import Case, Report
from apps.changes.rules import local_day

pytestmark = pytest.mark.django_db
API = "/api/v1"


class Caller:
    """A client signed in as one person, speaking JSON."""

    def __init__(self, client, world):
        self.client, self.world = client, world

    def __call__(self, who, method, address, body=None, **headers):
        self.client.force_login(getattr(self.world.cast, who))
        data = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return getattr(self.client, method)(f"{API}{address}", **data, headers=headers or None)


@pytest.fixture
def call(client, world):
    return Caller(client, world)


def filled(world):
    day = local_day(world.actor("pia").now) + timedelta(days=5)
    return {
        "country_mined": "GN", "country_processed": "NO", "country_shipped_from": "NL",
        "current_supplier": "Faraway Smelting", "new_supplier": "Northern Light Metals", "grade": "EN AW-2024",
        "annual_volume_kg": "120000.5", "testing_outcome": "Testing runs until June, see study 3.",
        "shipments": [{"ships_on": day.isoformat(), "mass_kg": "10000"}],
    }  # fmt: skip


def test_the_whole_journey(call, world):
    begun = call("pia", "post", "/reports/", {"critical_input": "aluminium", "reason": "The mine closes."})
    assert begun.status_code == 201
    at = f"/reports/{begun.json()['id']}/"
    changed = call("pia", "patch", at, filled(world)).json()
    assert changed["annual_volume_kg"] == "120000.500" and changed["country_mined"]["name"] == "Guinea"
    assert [line["mass_kg"] for line in changed["shipments"]] == ["10000.000"]
    sent = call("pia", "post", f"{at}submit/")
    assert sent.status_code == 201
    case = f"/cases/{sent.json()['id']}/"
    due_on = (local_day(world.actor("dora").now) + timedelta(days=4)).isoformat()
    asked = call("dora", "post", f"{case}question/", {"text": "Which smelter?", "due_on": due_on}).json()
    assert (asked["state"], asked["moves"]) == ("asked", [])
    assert call("pia", "get", case).json()["moves"] == ["answer"]
    assert call("pia", "post", f"{case}answer/", {"text": "That one."}).json()["state"] == "open"
    said = {"outcome": "refuse", "reasons": "Not yet."}
    assert call("dora", "post", f"{case}recommendation/", said).status_code == 201
    assert call("dan", "post", f"{case}return/", {"note": "More."}).status_code == 201
    assert call("dora", "post", f"{case}recommendation/", said | {"outcome": "approve"}).status_code == 201
    decided = call("dan", "post", f"{case}decision/", {"outcome": "approve", "reasons": "Yes."})
    assert decided.json()["decision"]["decided_by"] == "Dan Doğan"
    firm = call("pia", "get", case).json()
    assert firm["recommendations"] is None
    assert firm["decision"]["decided_by"] == "Critical Supply Administration"
    assert call("ivy", "get", at).json()["state"] == "approved"


def test_each_party_reads_its_part_and_closed_groups_are_present_and_null(call, world):
    report = world.opened().report
    at = f"/reports/{report.pk}/"
    keys = set(call("pia", "get", at).json())
    body = call("ivy", "get", at).json()
    assert set(body) == keys
    assert body["owner"] is body["grade"] is body["shipments"] is None
    assert len(body["hidden_groups"]) == 8
    text = json.dumps(body) + call("ivy", "get", "/reports/").content.decode()
    assert "Alder" not in text and "Northern" not in text
    assert call("hana", "get", at).status_code == 404
    assert call("hana", "get", "/reports/").json()["results"] == []


def test_a_group_is_granted_read_noted_and_revoked(call, world):
    report = world.opened().report
    at = f"/reports/{report.pk}/"
    until = (world.actor("alice").now + timedelta(days=5)).isoformat()
    offer = {
        "grantee": str(world.cast.hazel.pk), "groups": ["grade"], "purpose": "supply_security", "until": until
    }  # fmt: skip
    granted = call("alice", "post", f"{at}shares/", offer)
    assert granted.status_code == 201 and granted.json()["groups"] == ["grade"]
    body = call("hana", "get", at).json()
    assert (body["grade"], body["new_supplier"]) == ("EN AW-2024", None)
    assert call("hana", "get", "/reports/?country_mined=GN").json()["results"] == []
    assert len(call("hana", "get", "/reports/?critical_input=aluminium").json()["results"]) == 1
    assert len(call("alice", "get", f"{at}shares/").json()["results"]) == 3
    assert call("hana", "get", f"{at}shares/").status_code == 404
    assert call("alice", "post", f"{at}shares/{granted.json()['id']}/revoke/").status_code == 204
    assert call("alice", "post", f"{at}shares/{granted.json()['id']}/revoke/").status_code == 409
    assert call("hana", "get", at).status_code == 404


@pytest.mark.parametrize(
    ("who", "method", "address", "body", "status"),
    [
        ("bob", "post", "/reports/", {"critical_input": "aluminium"}, 403),
        ("pia", "post", "/reports/", {"critical_input": "unobtainium"}, 422),
        ("pia", "post", "/reports/", {}, 400),
        ("pia", "post", "/reports/", [], 400),
        ("pia", "patch", "/reports/{report}/", {"supplier": "x"}, 400),
        ("pia", "patch", "/reports/{report}/", {"state": "approved"}, 400),
        ("pia", "patch", "/reports/{report}/", {"grade": "x"}, 409),
        ("pia", "patch", "/reports/{draft}/", {"country_mined": "XX"}, 422),
        ("pia", "patch", "/reports/{draft}/", {"annual_volume_kg": "-1"}, 422),
        ("pia", "patch", "/reports/{draft}/", {"annual_volume_kg": "NaN"}, 400),
        ("pia", "patch", "/reports/{draft}/", {"grade": "x" * 121}, 400),
        ("pia", "post", "/reports/{draft}/submit/", None, 422),
        ("hana", "patch", "/reports/{draft}/", {"grade": "x"}, 404),
        ("pia", "post", "/reports/{report}/submit/", None, 409),
        ("pia", "post", "/cases/{case}/question/", {"text": "x", "due_on": "2099-01-01"}, 403),
        ("dora", "post", "/cases/{case}/question/", {"text": "x", "due_on": "2020-01-01"}, 422),
        ("dora", "post", "/cases/{case}/decision/", {"outcome": "approve", "reasons": "x"}, 403),
        ("dan", "post", "/cases/{case}/decision/", {"outcome": "approve", "reasons": "x"}, 409),
        ("dan", "post", "/cases/{case}/decision/", {"outcome": "perhaps", "reasons": "x"}, 400),
        ("hana", "get", "/cases/{case}/", None, 404),
        ("ivy", "get", "/cases/{case}/", None, 404),
        ("pia", "get", "/reports/?state=%00", None, 400),
        ("dora", "get", "/cases/?mine=perhaps", None, 400),
    ],
)
def test_a_refusal_is_a_problem_with_its_status(call, world, who, method, address, body, status):
    case = world.opened()
    ids = {"report": case.report_id, "case": case.pk, "draft": world.draft().pk}
    answer = call(who, method, address.format(**ids), body)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"


def test_what_is_missing_is_named_field_by_field(call, world):
    answer = call("pia", "post", f"/reports/{world.draft().pk}/submit/").json()
    assert {"field": "country_mined", "detail": "Choose the country where it is mined."} in answer["errors"]


def test_a_repeated_post_does_its_work_once(call, world):
    key = {"Idempotency-Key": "one"}
    first = call("pia", "post", "/reports/", {"critical_input": "cobalt"}, **key)
    again = call("pia", "post", "/reports/", {"critical_input": "cobalt"}, **key)
    assert first.json() == again.json() and again["Idempotent-Replay"] == "true"
    assert Report.objects.unscoped("test").count() == 1
    report = world.complete()
    ends = [
        call("pia", "post", f"/reports/{report.pk}/submit/", **{"Idempotency-Key": "two"}) for _ in range(2)
    ]
    assert [end.status_code for end in ends] == [201, 201]
    assert Case.objects.unscoped("test").count() == 1


@pytest.mark.parametrize("rows", [1, 3, 55])
def test_lists_cost_the_same_whatever_their_length(call, client, world, rows, django_assert_num_queries):
    for _ in range(rows):
        world.draft()
    client.force_login(world.cast.pia)
    with django_assert_num_queries(8):
        client.get(f"{API}/reports/")


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_the_queue_costs_the_same_whatever_its_length(call, client, world, rows, django_assert_num_queries):
    for _ in range(rows):
        world.opened()
    client.force_login(world.cast.dora)
    with django_assert_num_queries(6):
        client.get(f"{API}/cases/")


def test_lists_go_on_at_their_next_address(call, client, world):
    references = [world.draft().reference for _ in range(53)]
    first = call("pia", "get", "/reports/?state=draft").json()
    second = client.get(first["next"]).json()
    assert [row["reference"] for row in (*first["results"], *second["results"])] == references[::-1]
    assert second["next"] is None


def test_a_visitor_is_asked_to_sign_in(client):
    for address in ("/reports/", "/cases/"):
        assert client.get(f"{API}{address}").status_code == 401


def test_shares_go_on_until_all_are_told_newest_first(call, client, world, monkeypatch):
    monkeypatch.setattr("apps.core.rest.paging.A_PAGE", 2)
    report = world.opened().report  # two grants by duty
    opened = [str(world.share(report, group).pk) for group in ("grade", "origin", "reason")]
    call("alice", "post", f"/reports/{report.pk}/shares/{opened[0]}/revoke/")
    address, told = f"{API}/reports/{report.pk}/shares/", []
    while address:
        page = client.get(address).json()
        told.append([row["id"] for row in page["results"]])
        address = page["next"]
    assert [len(ids) for ids in told] == [2, 2, 1]
    assert [*chain(*told)][:3] == opened[::-1]
    assert len(set(chain(*told))) == 5


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_shares_cost_the_same_whatever_their_number(client, world, rows, django_assert_num_queries):
    report = world.opened().report
    for _ in range(rows):
        world.share(report, "grade")
    client.force_login(world.cast.alice)
    with django_assert_num_queries(6):
        client.get(f"{API}/reports/{report.pk}/shares/")


def test_a_repeated_revocation_with_its_key_is_answered_as_the_first(call, world):
    report = world.opened().report
    address = f"/reports/{report.pk}/shares/{world.share(report, 'grade').pk}/revoke/"
    ends = [call("alice", "post", address, **{"Idempotency-Key": "r"}).status_code for _ in range(2)]
    assert ends == [204, 204]
    assert call("alice", "post", address).status_code == 409


@pytest.mark.parametrize("path", ["/api/v1/reports/", "/api/v1/certificates/", "/api/v1/cases/"])
def test_a_torn_cursor_is_refused_instead_of_beginning_anew(client, cast, path):
    client.force_login(cast.dora)
    answer = client.get(path, {"cursor": "torn"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "cursor")
