"""The API: the whole way of a certificate, and the public register."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.certificates import services
from apps.certificates.selectors import pdf_path
from apps.certificates.tasks import issue
from tests.certificates.test_selectors import copy_of
from tests.certificates.world import again, as_in_production

pytestmark = pytest.mark.django_db
LIST = "/api/v1/certificates/"


def post(client, address, key="", **said):
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(
        address, json.dumps(said, default=str), content_type="application/json", headers=headers
    )


def asked(world):
    return {
        "study_id": world.study.pk,
        "material_id": world.cast.candidate.pk,
        "body_id": world.cast.birch.pk,
    }


def test_the_whole_way_by_api(client, world):
    client.force_login(world.cast.alice)
    made = post(client, LIST, **asked(world))
    assert made.status_code == 201
    one = f"{LIST}{made.json()['id']}/"
    client.force_login(world.cast.emil)
    assert client.get(one).json()["moves"] == ["evaluate"]
    assert post(client, f"{one}evaluation/", evaluation="All there.").json()["state"] == "evaluated"
    client.force_login(world.cast.bea)
    decided = post(client, f"{one}decision/", outcome="approve", reasons="Carried.", months=12)
    assert (decided.status_code, decided.json()["state"]) == (201, "approved")
    issue(made.json()["id"])
    told = client.get(one).json()
    assert told["state"] == "valid"
    assert told["facts"]["results"][0]["value"] == "4.406"
    public = client.get(f"/api/v1/verify/{told['number']}", {"h": told["facts_sha256"][:16]}).json()
    assert (public["state"], public["paper"]) == ("demonstration", "matches")
    gone = post(client, f"{one}withdrawal/", reason="Changed.")
    assert gone.json()["state"] == "withdrawn"
    client.logout()
    assert client.get(f"/api/v1/verify/{told['number']}").json()["state"] == "demonstration"


def test_the_same_key_asks_once(client, world):
    client.force_login(world.cast.alice)
    first = post(client, LIST, key="k1", **asked(world))
    again_ = post(client, LIST, key="k1", **asked(world))
    assert first.json() == again_.json()
    assert again_.headers["Idempotent-Replay"] == "true"
    assert post(client, LIST, key="k2", **asked(world)).status_code == 409


def test_a_list_goes_on_by_cursor(client, world, monkeypatch):
    for number in range(3):
        copy_of(world, number)
    client.force_login(world.cast.alice)
    whole = client.get(LIST).json()
    assert (len(whole["results"]), whole["next"]) == (3, None)
    from apps.certificates.models import Certificate
    from apps.core.paging import Place

    newest = Certificate.objects.unscoped("test").order_by("-created_at", "-id").first()
    rest = client.get(LIST, {"cursor": Place(newest.created_at, newest.pk).token()}).json()
    assert [row["id"] for row in rest["results"]] == [row["id"] for row in whole["results"][1:]]


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("evaluation", {}),
        ("decision", {"outcome": "approve", "reasons": "x"}),
        ("decision", {"outcome": "maybe", "reasons": "x"}),
        ("withdrawal", {}),
        ("suspension", {"reason": "So."}),
        ("suspension", {"code": "mood", "reason": "So."}),
        ("reinstatement", {"code": "corrected"}),
        ("amendment", {}),
    ],
)
def test_what_is_missing_is_told_by_field(client, world, act, said):
    row = world.evaluated()
    client.force_login(world.cast.bea)
    answer = post(client, f"{LIST}{row.pk}/{act}/", **said)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"]


@pytest.mark.parametrize("who", ["hana", "eve", "dora"])
def test_it_does_not_exist_for_others(client, world, who):
    row = world.issued()
    client.force_login(getattr(world.cast, who))
    assert client.get(LIST).json()["results"] == []
    for address in ("", "pdf/"):
        assert client.get(f"{LIST}{row.pk}/{address}").status_code == 404
    for act, said in (
        ("evaluation", {"evaluation": "x"}),
        ("withdrawal", {"reason": "x"}),
        ("suspension", {"code": "misuse", "reason": "x"}),
        ("reinstatement", {"code": "corrected", "reason": "x"}),
        ("amendment", {"reason": "x"}),
        ("decision", {"outcome": "refuse", "reasons": "x"}),
    ):
        assert post(client, f"{LIST}{row.pk}/{act}/", **said).status_code == 404


def test_the_wrong_role_may_see_but_not_do(client, world):
    row = world.requested()
    client.force_login(world.cast.alice)
    assert post(client, f"{LIST}{row.pk}/evaluation/", evaluation="Fine.").status_code == 403
    assert client.get(f"{LIST}{row.pk}/").json()["moves"] == []


def test_the_file_comes_whatever_is_accepted_and_problems_are_json(client, world):
    row = world.issued()
    client.force_login(world.cast.alice)
    answer = client.get(f"{LIST}{row.pk}/pdf/", headers={"accept": "application/pdf"})
    assert answer.content == pdf_path(row).read_bytes()
    assert answer["X-Content-Type-Options"] == "nosniff"
    pdf_path(row).unlink()
    lost = client.get(f"{LIST}{row.pk}/pdf/", headers={"accept": "application/pdf"})
    assert (lost.status_code, lost["Content-Type"]) == (409, "application/problem+json")


def test_nobody_without_a_sign_in_but_for_the_register(client, world):
    row = world.issued()
    assert client.get(LIST).status_code == 401
    assert client.get(f"{LIST}{row.pk}/pdf/").status_code == 401
    public = client.get(f"/api/v1/verify/{row.number}")
    assert public.status_code == 200
    assert public["Cache-Control"] == "no-store"
    assert public.json() == {
        "number": row.number, "state": "demonstration", "material": "AlCu4Mg1 secondary", "grade": "EN AW-2024",
        "holder": "Alder Metals", "body": "Birch Certification", "issued_on": public.json()["issued_on"],
        "valid_until": str(row.valid_until), "withdrawn_on": None, "suspended_on": None, "superseded_on": None,
        "superseded_by": "", "replaces": "", "test": True, "paper": "absent", "facts": None,
    }  # fmt: skip


def test_the_register_says_valid_and_withdrawn_of_what_was_made_in_earnest(client, world, settings):
    as_in_production(settings)
    row = world.issued()
    told = client.get(f"/api/v1/verify/{row.number}").json()
    assert (told["state"], told["test"]) == ("valid", False)
    services.withdraw(certificate_id=row.pk, actor=world.actor("bea"), reason="Changed.")
    assert client.get(f"/api/v1/verify/{row.number}").json()["state"] == "withdrawn"


def test_suspended_and_back_by_api_once_for_a_key(client, world, settings):
    as_in_production(settings)
    row = world.issued()
    one, public = f"{LIST}{row.pk}/", f"/api/v1/verify/{row.number}"
    client.force_login(world.cast.bea)
    assert client.get(one).json()["moves"] == ["suspend", "withdraw", "amend"]
    said = {"code": "surveillance_overdue", "reason": "No visit since May."}
    told = [post(client, f"{one}suspension/", key="s1", **said) for _twice in range(2)]
    assert [answer.status_code for answer in told] == [201, 201]
    assert told[1].headers["Idempotent-Replay"] == "true"
    suspended = told[0].json()
    assert (suspended["state"], suspended["suspended_code"], suspended["suspended_reason"]) == (
        "suspended", "surveillance_overdue", "No visit since May.",
    )  # fmt: skip
    assert suspended["moves"] == ["reinstate", "withdraw", "amend"]
    known = client.get(public).json()
    assert (known["state"], known["suspended_on"]) == ("suspended", str(timezone.localdate()))
    assert post(client, f"{one}suspension/", **said).status_code == 409
    back = post(client, f"{one}reinstatement/", code="assessed", reason="Visited.").json()
    assert (back["state"], back["reinstated_code"]) == ("valid", "assessed")
    known = client.get(public).json()
    assert (known["state"], known["suspended_on"]) == ("valid", None)


def test_amended_by_api_once_for_a_key_and_both_ends_known(client, world, settings):
    as_in_production(settings)
    old = world.issued()
    one = f"{LIST}{old.pk}/"
    client.force_login(world.cast.bea)
    told = [post(client, f"{one}amendment/", key="a1", reason="A slip.") for _twice in range(2)]
    new = told[0].json()
    assert (told[0].status_code, told[1].json()) == (201, new)
    assert (new["state"], new["replaces"]) == ("requested", {"id": str(old.pk), "number": old.number})
    beside = client.get(one).json()
    assert (beside["state"], beside["amendment"]["id"]) == ("valid", new["id"])
    assert post(client, f"{one}amendment/", reason="Another.").status_code == 409
    client.force_login(world.cast.emil)
    assert post(client, f"{one}amendment/", reason="Another.").status_code == 403
    post(client, f"{LIST}{new['id']}/evaluation/", evaluation="Compared.")
    client.force_login(world.cast.bea)
    post(client, f"{LIST}{new['id']}/decision/", outcome="approve", reasons="Yes.", months=12)
    issue(new["id"])
    made, gone = client.get(f"{LIST}{new['id']}/").json(), client.get(one).json()
    assert (gone["state"], gone["superseded_by"]) == (
        "superseded",
        {"id": new["id"], "number": made["number"]},
    )
    assert made["facts"]["replaces"] == {"number": old.number, "reason": "A slip.", "changes": []}
    public = [client.get(f"/api/v1/verify/{number}").json() for number in (old.number, made["number"])]
    assert [(entry["state"], entry["replaces"], entry["superseded_by"]) for entry in public] == [
        ("superseded", "", made["number"]),
        ("valid", old.number, ""),
    ]


@pytest.mark.parametrize(
    ("number", "words"), [("CC-2026-000001-X", "typing error"), ("CC-2026-999999-7", "")]
)
def test_an_unknown_number_is_a_404_in_words(client, db, number, words):
    answer = client.get(f"/api/v1/verify/{number}")
    assert answer.status_code == 404
    assert words in answer.json()["detail"]


def test_a_wrong_fingerprint_opens_nothing(client, world):
    row = world.issued()
    told = client.get(f"/api/v1/verify/{row.number}", {"h": "f" * 16}).json()
    assert (told["paper"], told["facts"]) == ("other", None)


def test_a_void_number_is_not_known(client, world):
    row = world.approved()
    services.begin_issue(certificate_id=row.pk, actor=world.system())
    assert client.get(reverse("api-verify", args=[again(row).number])).status_code == 404


def test_the_register_is_throttled(client, world, monkeypatch):
    from rest_framework.throttling import ScopedRateThrottle

    monkeypatch.setitem(ScopedRateThrottle.THROTTLE_RATES, "verify", "2/min")
    row = world.issued()
    client.defaults["REMOTE_ADDR"] = "198.51.100.9"
    assert [client.get(f"/api/v1/verify/{row.number}").status_code for _ in range(3)] == [200, 200, 429]
