"""The organisation for programs: facts, people, roles, invitations."""

import json

import pytest

from apps.accounts import services
from apps.accounts.models import ColleagueInvitation
from apps.accounts.services import make_api_key

pytestmark = pytest.mark.django_db
BASE = "/api/v1/organisation/"
KIT = {"email": "kit@alder.example", "role": "engineer"}


@pytest.fixture
def api(client, cast):
    """Ask as somebody, with an API key."""

    def ask(who, method, path="", data=None, **headers):
        key = make_api_key(actor=cast.actor(who), label="test")
        return client.generic(
            method, f"{BASE}{path}", json.dumps(data or {}), content_type="application/json",
            headers={"Authorization": f"Token {key}"} | headers,
        )  # fmt: skip

    return ask


def test_everybody_reads_the_facts_of_their_own(api, cast):
    said = api("bob", "GET").json()
    assert (said["id"], said["name"], said["kind"]) == (str(cast.alder.pk), "Alder Metals", "firm")
    assert said["roles"] == ["lead", "engineer", "procurement"]
    assert api("dora", "GET").json()["roles"] == ["lead", "reviewer", "approver"]


def test_everybody_lists_the_people_of_their_own(api, cast):
    services.end_membership(person_id=cast.pia.pseudonym, actor=cast.actor("alice"))
    said = api("bob", "GET", "people/").json()
    assert set(said) == {"next", "results"}
    assert [(one["name"], one["role"], one["is_active"]) for one in said["results"]] == [
        ("Alice Aydın", "lead", True),
        ("Bob Bulut", "engineer", True),
        ("Pia Polat", "procurement", False),
    ]
    assert {one["id"] for one in said["results"]} == {
        str(person.pseudonym) for person in (cast.alice, cast.bob, cast.pia)
    }


def test_the_list_turns_its_pages(api, cast, monkeypatch):
    monkeypatch.setattr("apps.core.rest.paging.A_PAGE", 2)
    first = api("bob", "GET", "people/").json()
    second = api("bob", "GET", f"people/?{first['next'].split('?')[1]}").json()
    assert [len(first["results"]), len(second["results"]), second["next"]] == [2, 1, None]


def test_a_colleague_is_invited_once_for_a_repeated_request(api, deliver_news, mailoutbox):
    first, second = (
        api("alice", "POST", "invitations/", KIT, **{"Idempotency-Key": "a"}) for _time in range(2)
    )
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert (first.json()["role"], first.json()["state"]) == ("engineer", "sent")
    deliver_news()
    assert len(mailoutbox) == 1
    assert api("alice", "GET", "invitations/").json() == {"next": None, "results": [first.json()]}


def test_a_known_and_an_unknown_address_are_answered_alike(api, cast):
    answers = [api("alice", "POST", "invitations/", KIT | {"email": email}).json()
               for email in ("kit@nowhere.example", cast.hana.email)]  # fmt: skip
    shapes = [{key: value for key, value in one.items() if key in {"role", "state"}} for one in answers]
    assert shapes[0] == shapes[1]
    assert set(answers[0]) == set(answers[1])


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"role": "engineer"}, 400),
        (KIT | {"role": "approver"}, 422),
        (KIT | {"email": "bob@alder.example"}, 409),
    ],
)
def test_a_wrong_invitation_is_a_problem_with_its_field(api, data, status):
    answer = api("alice", "POST", "invitations/", data)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["errors"][0]["field"] in {"email", "role"}
    assert not ColleagueInvitation.objects.exists()


def test_an_invitation_is_sent_again_and_taken_back(api):
    made = api("alice", "POST", "invitations/", KIT).json()["id"]
    assert api("alice", "POST", f"invitations/{made}/send-again/").status_code == 409
    assert api("alice", "POST", f"invitations/{made}/take-back/").status_code == 204
    assert api("alice", "GET", "invitations/").json()["results"][0]["state"] == "revoked"


def test_a_role_is_changed_and_a_membership_ended(api, cast):
    bob = f"people/{cast.bob.pseudonym}/"
    changed = api("alice", "POST", f"{bob}role/", {"role": "procurement"})
    assert (changed.status_code, changed.json()["role"]) == (200, "procurement")
    assert api("alice", "POST", f"{bob}end/").status_code == 204
    assert api("alice", "POST", f"{bob}end/").status_code == 404
    alice = f"people/{cast.alice.pseudonym}/"
    assert api("alice", "POST", f"{alice}end/").status_code == 409
    assert api("alice", "POST", f"{alice}role/", {"role": "engineer"}).status_code == 403


@pytest.mark.parametrize("who", ["bob", "pia", "dora"])
def test_others_are_refused(api, cast, who):
    assert api(who, "GET", "invitations/").status_code == 403
    assert api(who, "POST", "invitations/", {"email": "x@x.example", "role": "lead"}).status_code == 403
    assert api(who, "POST", f"people/{cast.alice.pseudonym}/end/").status_code == 403
    assert api("hana", "POST", f"people/{cast.alice.pseudonym}/end/").status_code == 404
