"""The API of consortia: lists go on until all is told, an invitation is accepted once, with or without an account."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from apps.accounts.models import Membership, Organisation, RememberedAnswer, User
from apps.consortia import services
from apps.consortia.models import ConsortiumMembership, Invitation
from tests.consortia.pages.test_lists import call, consortium, invitation, member

pytestmark = pytest.mark.django_db
API = "/api/v1"
ACCEPT, WITH_ACCOUNT = f"{API}/invitations/accept/", f"{API}/invitations/accept-with-account/"
LINK = re.compile(r"http\S+/i/(\S+)/")


@pytest.fixture(autouse=True)
def _nobody_asked_often():
    """Begin without a count of requests: they are counted by address, and all tests have the same."""
    cache.clear()


def post(client, path, body, key=""):
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(path, body, content_type="application/json", headers=headers)


# --- Lists ----------------------------------------------------------------------------------------

LISTS = {  # the address, what makes a row, what names it, and the order
    "consortia": ("/consortia/", consortium, "name", sorted),
    "members": ("/consortia/{id}/members/", member, "name", sorted),
    "invitations": ("/consortia/{id}/invitations/", invitation, "organisation_name", None),
    "calls": ("/calls/", call, "title", None),
}


@pytest.mark.parametrize("which", LISTS)
def test_a_list_goes_on_at_its_next_address_until_all_is_told(client, cast, monkeypatch, which):
    monkeypatch.setattr("apps.core.rest.paging.A_PAGE", 2)
    path, make, name, order = LISTS[which]
    for number in range(5):
        make(cast, number)
    client.force_login(cast.iris)
    address, told, sizes = API + path.format(id=cast.consortium.pk), [], []
    while address:
        page = client.get(address).json()
        told += [row[name] for row in page["results"]]
        sizes.append(len(page["results"]))
        address = page["next"]
    assert set(sizes[:-1]) == {2}
    assert len(told) == len(set(told)) == {"consortia": 6, "members": 11}.get(which, 5)
    assert told == (order(told) if order else sorted(told, reverse=True))


def test_more_than_two_hundred_invitations_are_all_told(client, cast):
    now = timezone.now()
    agreement = cast.consortium.agreements.get()
    Invitation.objects.bulk_create(
        Invitation(consortium=cast.consortium, agreement=agreement, organisation_name=f"K{number}", organisation_kind="firm",
                   member_role="member", email=f"k{number}@k.example", invited_by=cast.iris.pseudonym,
                   invited_for=cast.oak, expires_at=now + timedelta(days=30), created_at=now)
        for number in range(201)
    )  # fmt: skip
    client.force_login(cast.iris)
    address, told = f"{API}/consortia/{cast.consortium.pk}/invitations/", set()
    while address:
        page = client.get(address).json()
        told |= {row["organisation_name"] for row in page["results"]}
        address = page["next"]
    assert len(told) == 201


# --- Accepting without an account -----------------------------------------------------------------


def mailed(cast, deliver_news, mailoutbox, **changes):
    invitee = {"organisation_name": "Kestrel", "organisation_kind": "firm", "email": "kim@kestrel.example"}
    sent = services.invite(
        consortium_id=cast.consortium.pk,
        invitee=services.Invitee(**(invitee | changes)),
        actor=cast.actor("iris"),
    )
    deliver_news()
    return sent, LINK.search(mailoutbox[-1].body)[1]


@pytest.fixture
def said(cast, deliver_news, mailoutbox):
    _sent, token = mailed(cast, deliver_news, mailoutbox)
    return {"token": token, "name": "Kim", "password": "a long enough sentence", "agreement": "1.0"}


def test_a_repeated_acceptance_with_the_same_key_is_answered_as_the_first(client, said):
    first, again = (post(client, ACCEPT, said, "k") for _time in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.json(), again.headers["Idempotent-Replay"]) == (first.json(), "true")
    assert Organisation.objects.filter(name="Kestrel").count() == 1
    assert post(client, ACCEPT, said).status_code == 404
    assert post(client, ACCEPT, said, "another").status_code == 404


def test_the_same_key_with_another_answer_to_the_invitation_is_refused(client, said):
    assert post(client, ACCEPT, said, "k").status_code == 201
    other = post(client, ACCEPT, said | {"name": "Kemal"}, "k")
    assert (other.status_code, other.headers["Content-Type"]) == (422, "application/problem+json")


def test_who_guesses_the_key_reads_nothing(client, said, cast):
    assert post(client, ACCEPT, said, "k").status_code == 201
    for token in ("", "guessed", None, 7, [said["token"]], said["token"] + "x"):
        answer = post(Client(), ACCEPT, said | {"token": token}, "k")
        assert answer.status_code in {400, 404}
        assert "Kestrel" not in answer.content.decode()
    client.force_login(cast.eve)
    assert post(client, WITH_ACCOUNT, {"token": said["token"], "agreement": "1.0"}, "k").status_code == 404


def test_a_refused_acceptance_is_not_remembered(client, said):
    assert post(client, ACCEPT, said | {"agreement": "0.9"}, "k").status_code == 422
    assert post(client, ACCEPT, said | {"token": "guessed"}, "k").status_code == 404
    assert post(client, ACCEPT, "{", "k").status_code == 400
    assert not RememberedAnswer.objects.exists()
    assert post(client, ACCEPT, said, "k").status_code == 201


def test_neither_link_nor_password_is_in_what_is_remembered(client, said):
    post(client, ACCEPT, said, "k")
    kept = str(RememberedAnswer.objects.values().get())
    assert said["token"] not in kept
    assert said["password"] not in kept


def test_two_invited_may_use_the_same_key(client, said, cast, deliver_news, mailoutbox):
    _sent, token = mailed(cast, deliver_news, mailoutbox, organisation_name="Rook", email="rana@rook.example")
    assert post(client, ACCEPT, said, "k").json()["organisation_name"] == "Kestrel"
    other = post(client, ACCEPT, said | {"token": token, "name": "Rana"}, "k")
    assert other.json()["organisation_name"] == "Rook"


# --- Accepting with an account --------------------------------------------------------------------


@pytest.fixture
def to_eve(cast, deliver_news, mailoutbox):
    sent, token = mailed(cast, deliver_news, mailoutbox, organisation_name="Elm", email="eve@elm.example")
    return sent, {"token": token, "agreement": "1.0"}


def state(sent):
    return Invitation.objects.unscoped("test").get(pk=sent.pk).state


def test_an_organisation_that_is_on_the_platform_joins_with_the_person_who_leads_it(client, cast, to_eve):
    sent, said = to_eve
    client.force_login(cast.eve)
    first, again = (post(client, WITH_ACCOUNT, said, "k") for _time in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first.json()["consortium"] == "Light alloys"
    joined = ConsortiumMembership.objects.get(organisation=cast.elm)
    assert (joined.agreement.version, joined.accepted_by) == ("1.0", cast.eve.pseudonym)
    assert state(sent) == "accepted"
    listed = client.get(f"{API}/consortia/{cast.consortium.pk}/members/").json()["results"]
    assert "Elm Trading" in {row["name"] for row in listed}


def test_a_known_person_who_leads_no_such_organisation_founds_the_invited_one(
    client, cast, deliver_news, mailoutbox
):
    _sent, token = mailed(
        cast, deliver_news, mailoutbox, organisation_name="Bulut Testing",
        organisation_kind="laboratory", email="bob@alder.example",
    )  # fmt: skip
    client.force_login(cast.bob)
    assert post(client, WITH_ACCOUNT, {"token": token, "agreement": "1.0"}).status_code == 201
    founded = Organisation.objects.get(name="Bulut Testing")
    assert Membership.objects.get(organisation=founded).user == cast.bob


def test_an_office_joins_when_it_exists_and_is_not_founded(client, cast, deliver_news, mailoutbox):
    ConsortiumMembership.objects.filter(organisation=cast.birch).update(left_at=timezone.now())
    invited = {"organisation_name": "Birch", "organisation_kind": "certification_body"}
    sent, token = mailed(
        cast, deliver_news, mailoutbox, **invited, email="emil@birch.example", member_role="observer"
    )
    client.force_login(cast.emil)  # an evaluator, who does not lead it
    assert post(client, WITH_ACCOUNT, {"token": token, "agreement": "1.0"}).status_code == 403
    lead = User.objects.create_user("lead@birch.example", name="Lead")
    Membership.objects.create(user=lead, organisation=cast.birch, role="lead", since=timezone.now())
    services.revoke(invitation_id=sent.pk, actor=cast.actor("iris"))
    sent, token = mailed(
        cast, deliver_news, mailoutbox, **invited, email="lead@birch.example", member_role="observer"
    )
    client.force_login(lead)
    assert post(client, WITH_ACCOUNT, {"token": token, "agreement": "1.0"}).status_code == 201
    assert Invitation.objects.unscoped("test").get(pk=sent.pk).joined == cast.birch


def test_the_link_of_somebody_else_does_not_help(client, cast, to_eve):
    sent, said = to_eve
    client.force_login(cast.hana)
    refused = post(client, WITH_ACCOUNT, said)
    assert (refused.status_code, refused.json()["title"]) == (403, "not-allowed")
    assert state(sent) == "sent"
    assert not ConsortiumMembership.objects.filter(organisation=cast.elm).exists()


@pytest.mark.parametrize("dead", ["unknown", "used", "revoked", "expired"])
def test_dead_links_of_every_kind_are_not_found(client, cast, to_eve, dead):
    sent, said = to_eve
    client.force_login(cast.eve)
    if dead == "unknown":
        said = said | {"token": "unknown"}
    if dead == "used":
        assert post(client, WITH_ACCOUNT, said).status_code == 201
    if dead == "revoked":
        services.revoke(invitation_id=sent.pk, actor=cast.actor("iris"))
    later = timezone.now() + timedelta(days=31 if dead == "expired" else 0)
    with time_machine.travel(later, tick=False):
        client.force_login(cast.eve)
        answer = post(client, WITH_ACCOUNT, said)
    assert (answer.status_code, answer.json()["detail"]) == (404, "There is nothing here for you.")


def test_the_agreement_is_named_and_the_sign_in_is_wanted(client, cast, to_eve):
    sent, said = to_eve
    assert post(client, WITH_ACCOUNT, said).status_code == 401
    client.force_login(cast.eve)
    wrong = post(client, WITH_ACCOUNT, said | {"agreement": "0.9"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "agreement")
    assert post(client, WITH_ACCOUNT, {"token": said["token"]}).status_code == 400
    assert state(sent) == "sent"


def test_an_organisation_that_is_a_member_already_does_not_join_again(client, cast, deliver_news, mailoutbox):
    sent, token = mailed(
        cast, deliver_news, mailoutbox, organisation_name="Hazel", email="hana@hazel.example"
    )
    client.force_login(cast.hana)
    assert post(client, WITH_ACCOUNT, {"token": token, "agreement": "1.0"}).status_code == 409
    assert state(sent) == "sent"
