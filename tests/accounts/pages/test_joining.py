"""The one page of a colleague's invitation, as the invited person meets it."""

import re

import pytest

from apps.accounts import services
from apps.accounts.models import ColleagueInvitation, User
from apps.accounts.selectors import live_memberships

pytestmark = pytest.mark.django_db
SAID = {"name": "Kit Kaya", "password": "a long enough sentence"}
PAGE = "/account/join/"


@pytest.fixture
def link_for(cast, deliver_news, mailoutbox):
    """Invite an address to Alder Metals and give the path of the mailed link."""

    def make(email="kit@alder.example", role="engineer"):
        services.invite_colleague(email=email, role=role, actor=cast.actor("alice"))
        deliver_news()
        return re.search(r"http://\S+?(/account/join/\S+/)", mailoutbox[-1].body)[1]

    return make


@pytest.fixture
def link(link_for):
    return link_for()


def state():
    return ColleagueInvitation.objects.get().state


def without_token(answer):
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", answer.content)


def test_opening_the_link_shows_the_offer_without_the_secret_in_the_address(client, link):
    opened = client.get(link)
    assert (opened.status_code, opened.headers["Referrer-Policy"]) == (302, "no-referrer")
    shown = client.get(opened.url).content.decode()
    assert opened.url == PAGE
    for said in ("Alice Aydın", "Alder Metals", "quality engineer", "hands in results", "kit@alder.example"):
        assert said in shown
    assert state() == "sent"


def test_one_page_makes_a_signed_in_colleague_who_acts_for_the_organisation(client, link):
    client.get(link)
    done = client.post(PAGE, SAID, follow=True)
    assert done.redirect_chain == [("/", 302)]
    assert "You act for Alder Metals from now on." in done.content.decode()
    assert "Kit Kaya" in client.get("/account/organisation/").content.decode()
    assert state() == "accepted"


def test_the_new_colleague_signs_in_with_the_password_they_chose(client, link):
    client.get(link)
    client.post(PAGE, SAID)
    client.logout()
    client.post("/account/sign-in/", {"login": "kit@alder.example", "password": SAID["password"]})
    assert "Alder Metals" in client.get("/").content.decode()


@pytest.mark.parametrize("missing", SAID)
def test_a_missing_answer_is_named_and_changes_nothing(client, link, missing):
    client.get(link)
    answer = client.post(PAGE, {key: value for key, value in SAID.items() if key != missing})
    assert answer.status_code == 422
    assert f'href="#id_{missing}"' in answer.content.decode()
    assert state() == "sent"


def test_dead_links_of_every_kind_get_one_identical_page(client, link_for, cast):
    used, taken_back = link_for(), link_for("kim@alder.example")
    client.get(used)
    client.post(PAGE, SAID)
    client.logout()
    other = ColleagueInvitation.objects.get(email="kim@alder.example")
    services.take_back(invitation_id=other.pk, actor=cast.actor("alice"))
    answers = [client.get(address, follow=True) for address in (used, taken_back, f"{PAGE}unknown/")]
    answers.append(client.get(PAGE))
    assert [answer.status_code for answer in answers] == [404] * 4
    assert len({without_token(answer) for answer in answers}) == 1


def test_who_has_an_account_signs_in_and_comes_back_to_accept(client, link_for, cast):
    client.get(link_for("hana@hazel.example"))
    shown = client.get(PAGE).content.decode()
    assert 'name="password"' not in shown
    sign_in = re.search(r'href="(/account/sign-in/\?next=[^"]+)"', shown)[1]
    said = {"login": "hana@hazel.example", "password": "correct horse battery"}
    back = client.post(sign_in, said, follow=True)
    assert back.redirect_chain[-1] == (PAGE, 302)
    assert "You are signed in as Hana Hızal." in back.content.decode()
    done = client.post(PAGE, follow=True).content.decode()
    assert "You act for Alder Metals from now on." in done
    assert live_memberships(cast.hana).count() == 2


def test_who_has_no_role_left_but_an_account_is_let_in_again(client, link_for, cast):
    services.end_membership(person_id=cast.bob.pseudonym, actor=cast.actor("alice"))
    client.force_login(User.objects.get(pk=cast.bob.pk))
    client.get(link_for("bob@alder.example"))
    assert client.post(PAGE).status_code == 302
    assert cast.actor("bob").role == "engineer"


def test_somebody_else_signed_in_cannot_use_the_link(client, link, cast):
    client.force_login(cast.eve)
    client.get(link)
    shown = client.get(PAGE).content.decode()
    assert "you are signed in as eve@elm.example" in shown
    refused = client.post(PAGE, SAID)
    assert (refused.status_code, state()) == (422, "sent")
    assert live_memberships(cast.eve).count() == 1


def test_a_known_address_cannot_be_taken_over_by_who_posts_a_password(client, link_for, cast):
    before = User.objects.get(pk=cast.hana.pk).password
    client.get(link_for("hana@hazel.example"))
    refused = client.post(PAGE, SAID)
    assert refused.status_code == 422
    assert "existing account" in refused.content.decode()
    assert User.objects.get(pk=cast.hana.pk).password == before
    assert state() == "sent"


def test_getting_the_page_accepts_nothing(client, link, cast):
    for _time in range(3):
        client.get(link, follow=True)
    assert state() == "sent"
    assert client.head(PAGE).status_code == 200
    assert state() == "sent"
