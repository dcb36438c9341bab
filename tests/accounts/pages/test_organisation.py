"""The page of one's own organisation, and what those who lead it do from there; all without scripts."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts import services
from apps.accounts.models import ColleagueInvitation, Membership, User
from apps.accounts.selectors import live_memberships

pytestmark = pytest.mark.django_db
PAGE = "/account/organisation/"


@pytest.fixture
def alice(client, cast):
    client.force_login(cast.alice)
    return client


def person(cast, name):
    return f"{PAGE}people/{cast.people[name].pseudonym}/"


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_everybody_in_it_sees_facts_and_people(client, cast):
    client.force_login(cast.bob)
    shown = text(client.get(PAGE))
    for said in (
        "Alder Metals",
        "Firm, SME",
        "Alice Aydın",
        "Pia Polat",
        "Quality engineer",
        "hands in results",
    ):
        assert said in shown
    assert "Hana" not in shown
    for kept in ("Invite a colleague", "Invited", "Change the address", "Record", "/people/"):
        assert kept not in shown


def test_it_stands_in_the_menu_of_the_person(alice):
    assert f'href="{PAGE}"' in text(alice.get("/"))


def test_who_leads_it_invites_a_colleague(alice, cast, deliver_news, mailoutbox):
    form = text(alice.get(f"{PAGE}invite/"))
    assert re.findall(r'name="role" value="(\w+)"', form) == ["lead", "engineer", "procurement"]
    said = {"email": "kit@alder.example", "role": "engineer", "language": "en"}
    done = alice.post(f"{PAGE}invite/", said, follow=True)
    assert done.redirect_chain == [(PAGE, 302)]
    assert "The invitation is on its way to kit@alder.example." in text(done)
    deliver_news()
    link = re.search(r"/account/join/\S+/", mailoutbox[0].body)[0]
    assert link not in text(alice.get(PAGE))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "bob@alder.example"}, "email"),
        ({"role": ""}, "role"),
        ({"role": "approver"}, "role"),
    ],
)
def test_a_wrong_invitation_is_explained_at_its_field(alice, changes, field):
    said = {"email": "kit@alder.example", "role": "engineer", "language": "en"} | changes
    answer = alice.post(f"{PAGE}invite/", said)
    assert answer.status_code == 422
    assert "There is a problem" in text(answer)
    assert f'id="id_{field}_error"' in text(answer)
    assert not ColleagueInvitation.objects.exists()


def test_an_invitation_is_sent_again_and_taken_back_from_the_page(alice, cast):
    past = cast.actor("alice").at(timezone.now() - timedelta(minutes=20))
    invited = services.invite_colleague(email="kit@alder.example", role="engineer", actor=past)
    address = f"{PAGE}invitations/{invited.pk}/"
    assert "kit@alder.example" in text(alice.get(PAGE))
    assert "A new link is on its way" in text(alice.post(f"{address}send-again/", follow=True))
    assert "Wait ten minutes" in text(alice.post(f"{address}send-again/", follow=True))
    assert "its link is dead" in text(alice.post(f"{address}take-back/", follow=True))
    assert f"{address}take-back/" not in text(alice.get(PAGE))


def test_a_role_is_changed_and_a_membership_ended_from_the_page(alice, cast):
    assert re.findall(r'value="(\w+)"[^>]*checked', text(alice.get(person(cast, "bob")))) == ["engineer"]
    done = alice.post(person(cast, "bob"), {"role": "procurement"}, follow=True)
    assert "Bob Bulut has another role from now on." in text(done)
    done = alice.post(f"{person(cast, 'bob')}end/", follow=True)
    assert "Bob Bulut does not act for the organisation any more." in text(done)
    assert "row-muted" in text(done)
    gone = text(alice.get(person(cast, "bob")))
    assert "Belonged to the organisation until" in gone
    assert "End it now" not in gone
    assert alice.post(person(cast, "bob"), {"role": "lead"}).status_code == 404


def test_the_last_who_leads_is_told_why_not(alice, cast):
    mine = text(alice.get(person(cast, "alice")))
    assert "Leave the organisation" in mine
    assert 'name="role"' not in mine
    assert "last who lead" in text(alice.post(f"{person(cast, 'alice')}end/", follow=True))
    assert live_memberships(cast.alice).exists()


def test_a_refused_role_is_explained_on_the_form(alice, cast):
    answer = alice.post(person(cast, "bob"), {"role": "engineer"})
    assert (answer.status_code, "Choose another role." in text(answer)) == (422, True)
    own = alice.post(person(cast, "alice"), {"role": "engineer"})
    assert own.status_code == 422


def test_who_leaves_is_signed_out(client, cast):
    services.change_role(person_id=cast.bob.pseudonym, role="lead", actor=cast.actor("alice"))
    client.force_login(cast.bob)
    client.post(f"{person(cast, 'bob')}end/")
    assert client.get(PAGE).status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("who", ["bob", "hana", "dora"])
def test_others_find_no_page_to_manage_from(client, cast, who):
    client.force_login(cast.people[who])
    invited = services.invite_colleague(email="kit@alder.example", role="engineer", actor=cast.actor("alice"))
    assert client.get(person(cast, "pia")).status_code == 404
    posts = [
        f"{person(cast, 'pia')}end/",
        f"{PAGE}invitations/{invited.pk}/send-again/",
        f"{PAGE}invitations/{invited.pk}/take-back/",
    ]
    assert {client.post(address).status_code for address in posts} == {404}
    if who != "hana":
        assert client.get(f"{PAGE}invite/").status_code == 404


def test_it_costs_the_same_for_one_three_and_fifty_people_and_invitations(alice, cast):
    costs, now = {}, timezone.now()
    services.describe_organisation(actor=cast.actor("alice"), address="Alder street 1", country="TR")
    for count in (1, 3, 50):
        for number in range(count):
            mail = f"{count}-{number}@alder.example"
            one = User.objects.create_user(mail, name=f"Person {count} {number}")
            Membership.objects.create(user=one, organisation=cast.alder, role="engineer", since=now)
            ColleagueInvitation.objects.create(
                organisation=cast.alder, email=f"i{mail}", role="engineer", asked_at=now, expires_at=now,
                invited_by=cast.alice.pseudonym,
            )  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            assert alice.get(PAGE).status_code == 200
        costs[count] = len(asked)
    assert set(costs.values()) == {12}


def test_people_beyond_a_page_are_one_link_away(alice, cast):
    for number in range(60):
        one = User.objects.create_user(f"{number}@alder.example", name=f"Person {number:02}")
        Membership.objects.create(user=one, organisation=cast.alder, role="engineer", since=timezone.now())
    first = alice.get(PAGE)
    following = re.search(r'rel="next" href="(\?cursor=[^"]+)"', first.content.decode())[1]
    second = text(alice.get(PAGE + following.replace("&amp;", "&")))
    assert "Person 59" not in text(first)
    assert "Person 59" in second
    assert 'rel="prev"' in second
