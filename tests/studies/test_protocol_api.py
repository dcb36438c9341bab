"""The protocol through the API: change, amend, versions in cursor pages, power."""

from datetime import timedelta
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from apps.accounts.services import make_api_key
from apps.core.canonical import sha256
from apps.studies import services
from apps.studies.models import ProtocolVersion
from tests.studies import world

pytestmark = pytest.mark.django_db

MARGINS = {"margin_low": Decimal("0.02"), "margin_high": Decimal("0.02"), "upper": Decimal(5)}


@pytest.fixture
def api(cast):
    """Ask the API as somebody, with an API key."""
    keys = {}

    def ask(who, method, path, data=None, **headers):
        keys[who] = keys.get(who) or make_api_key(actor=cast.actor(who), label="test")
        client = APIClient(raise_request_exception=False)
        said = {} if data is None else {"data": data}
        said |= {"format": "json"} if method != "get" and data is not None else {}
        address = path if path.startswith("http") else f"/api/v1/studies/{path}"
        return getattr(client, method)(
            address, headers={"Authorization": f"Token {keys[who]}"} | headers, **said
        )

    return ask


@pytest.fixture
def study(cast):
    study = world.with_characteristics(cast, world.planned(cast), **MARGINS)
    services.open_study(study_id=study.pk, actor=cast.actor("iris"))
    world.enrolled(cast, study, "carol", "colin")
    return study


def named(refused):
    return [error["field"] for error in refused.json()["errors"]]


def test_a_plan_is_made_and_changed(cast, api):
    today = cast.actor("iris").now.date()
    plan = {
        "consortium_id": str(cast.consortium.pk),
        "title": "Recycled alloy",
        "candidate_id": str(cast.candidate.pk),
        "incumbent_id": str(cast.incumbent.pk),
        "replicates": 3,
        "certifying": True,
        "laboratories_wanted": 2,
        "samples_due_on": (today + timedelta(days=10)).isoformat(),
        "results_due_on": (today + timedelta(days=20)).isoformat(),
    }
    refused = api("iris", "post", "", plan)
    assert (refused.status_code, named(refused)) == (422, ["laboratories_wanted"])
    made = api("iris", "post", "", plan | {"laboratories_wanted": 5}).json()
    assert (made["certifying"], made["laboratories_wanted"], made["publication"]) == (True, 5, "nothing")
    changed = api("iris", "patch", f"{made['id']}/", {"laboratories_wanted": 8, "publication": "figures"})
    assert (changed.json()["laboratories_wanted"], changed.json()["publication"]) == (8, "figures")
    assert changed.json()["title"] == "Recycled alloy"


def test_a_characteristic_is_changed_in_part(cast, api, planned_study):
    world.with_characteristics(cast, planned_study, ["Fe"], **MARGINS)
    path = f"{planned_study.pk}/characteristics/Fe/"
    changed = api("iris", "patch", path, {"direction": "higher", "margin_high": None})
    (row,) = changed.json()["characteristics"]
    assert (row["direction"], row["margin_low"], row["margin_high"]) == ("higher", "0.02", None)
    assert (row["upper"], row["transformation"], row["counts_from"]) == ("5", "none", None)
    refused = api("iris", "patch", path, {"margin_kind": "ratio"})
    assert refused.status_code == 422
    assert named(refused) == ["transformation"]
    assert api("iris", "patch", f"{planned_study.pk}/characteristics/Zn/", {"method": "X"}).status_code == 404
    assert api("ike", "patch", path, {"method": "XRF"}).status_code == 403


AMENDMENT = {
    "reason": "The standard was revised.",
    "laboratories_wanted": 9,
    "characteristics": [{"code": "Fe", "upper": "6", "lower": None}],
    "invalidates": ["Cu"],
}


def test_an_amendment_answers_with_its_version(api, study):
    made = api("iris", "post", f"{study.pk}/amendments/", AMENDMENT, **{"Idempotency-Key": "k1"})
    assert made.status_code == 201
    said = made.json()
    assert (said["number"], said["reason"], said["invalidates"]) == (2, "The standard was revised.", ["Cu"])
    assert said["changes"] == [
        {"code": "", "what": "Laboratories wanted", "before": "8", "after": "9"},
        {"code": "Fe", "what": "Upper limit", "before": "5 % (m/m)", "after": "6 % (m/m)"},
    ]
    assert sha256(said["text"]) == said["sha256"]
    again = api("iris", "post", f"{study.pk}/amendments/", AMENDMENT, **{"Idempotency-Key": "k1"})
    assert again.json() == said
    assert ProtocolVersion.objects.filter(study=study).count() == 2


def test_an_amendment_adds_and_removes_before_the_first_result_only(cast, api, study):
    nickel = {"code": "Ni", "name_en": "Nickel", "name_tr": "Nikel", "unit": "mg/kg", "method": "ICP"}
    said = {"reason": "Nickel matters.", "added": [nickel], "removed": ["Cu"]}
    assert api("iris", "post", f"{study.pk}/amendments/", said).status_code == 201
    codes = [row["code"] for row in api("carol", "get", f"{study.pk}/").json()["characteristics"]]
    assert codes == ["Fe", "Ni"]
    content = world.under_own_codes(cast, study, "carol", world.sheet(study).replace(b",Ni,", b",Fe,"))
    one = "\n".join(content.decode().splitlines()[:4]).encode()
    assert world.hand_in(cast, study, "carol", one).state == "taken"
    refused = api("iris", "post", f"{study.pk}/amendments/", {"reason": "Back.", "removed": ["Ni"]})
    assert (refused.status_code, refused.json()["title"]) == (409, "conflict")
    assert "There are results" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "x", "invalidates": ["Zn"]}, "invalidates"),
        ({"reason": "x", "replicates": 2}, "replicates"),
        ({"reason": "x", "characteristics": [{"code": "Fe", "lower": "9"}]}, "Fe.upper"),
    ],
)
def test_a_faulty_amendment_names_its_field(api, study, said, field):
    refused = api("iris", "post", f"{study.pk}/amendments/", said)
    assert refused.status_code in {400, 422}
    assert named(refused) == [field]


def test_versions_come_in_cursor_pages_newest_first(api, study, monkeypatch):
    monkeypatch.setattr("apps.core.rest.paging.A_PAGE", 2)
    for wanted in (9, 10, 11):
        api("iris", "post", f"{study.pk}/amendments/", {"reason": "More.", "laboratories_wanted": wanted})
    first = api("carol", "get", f"{study.pk}/protocol/").json()
    assert set(first) == {"next", "results"}
    assert [row["number"] for row in first["results"]] == [4, 3]
    assert [row["changes"][0]["after"] for row in first["results"]] == ["11", "10"]
    second = api("carol", "get", first["next"]).json()
    assert [row["number"] for row in second["results"]] == [2, 1]
    assert second["results"][1]["changes"] == []
    assert {row["text"] for row in first["results"]} == {None}
    assert {row["by"] for row in first["results"]} == {"Oak Research Institute"}
    assert api("eve", "get", f"{study.pk}/protocol/").status_code == 404


def test_power_is_a_table_of_chances(cast, api, planned_study):
    world.with_characteristics(cast, planned_study, ["Fe"], **MARGINS)
    world.with_characteristics(cast, planned_study, ["Cu"])
    path = f"{planned_study.pk}/power/"
    guess = {"characteristic": "Fe", "s_r": 0.01, "s_lab_material": 0.01}
    said = api("iris", "get", path, guess).json()
    planned = [one for row in said["rows"] for one in row["chances"] if one["is_planned"]]
    assert [one["share"] for one in planned] == [said["planned"]]
    assert [row["laboratories"] for row in said["rows"]] == list(range(3, 16))
    more = api("iris", "get", path, guess | {"laboratories": 30, "replicates": 2}).json()
    assert more["planned"] > said["planned"]
    assert more["rows"][-1]["laboratories"] == 30
    assert api("iris", "get", path, guess | {"characteristic": "Cu"}).status_code == 422
    assert api("iris", "get", path, guess | {"characteristic": "Zn"}).status_code == 404
    for wrong in ({"s_r": 0, "s_lab_material": 0}, {"s_r": "nan"}, {"s_r": "1e200"}, {"s_r": "inf"}):
        refused = api("iris", "get", path, guess | wrong)
        assert refused.status_code in {400, 422}
        assert named(refused) == ["s_r"]
    assert "s_r" in named(api("iris", "get", path, {"characteristic": "Fe"}))
    assert api("carol", "get", path, guess).status_code == 404
