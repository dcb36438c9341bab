"""The one page of an invitation, as the invited person meets it."""

import re

import pytest

from apps.consortia import services
from apps.consortia.models import Invitation

pytestmark = pytest.mark.django_db
SAID = {"name": "Kim Kaya", "password": "a long enough sentence", "agreement": "on"}


@pytest.fixture
def link(cast, deliver_news, mailoutbox):
    invitee = services.Invitee(
        organisation_name="Kestrel <b>", organisation_kind="firm", email="kim@kestrel.example"
    )
    services.invite(consortium_id=cast.consortium.pk, invitee=invitee, actor=cast.actor("iris"))
    deliver_news()
    return re.search(r"http://\S+?(/i/\S+/)", mailoutbox[-1].body)[1]


def state():
    return Invitation.objects.unscoped("test").get().state


def test_opening_the_link_shows_the_offer_without_the_secret_in_the_address(client, link):
    shown = client.get(link, follow=True)
    assert shown.redirect_chain == [("/i/answer/", 302)]
    page = shown.content.decode()
    assert "Oak Research Institute" in page
    assert "Kestrel &lt;b&gt;" in page
    assert "kim@kestrel.example" in page
    assert state() == "sent"


def test_one_page_makes_a_signed_in_member(client, link):
    client.get(link)
    done = client.post("/i/answer/", SAID, follow=True)
    assert done.redirect_chain == [("/i/welcome/", 302)]
    assert "Kestrel" in client.get("/consortia/").content.decode()
    assert state() == "accepted"


@pytest.mark.parametrize("missing", SAID)
def test_a_missing_answer_is_named_and_changes_nothing(client, link, missing):
    client.get(link)
    answer = client.post("/i/answer/", {key: value for key, value in SAID.items() if key != missing})
    assert answer.status_code == 422
    assert f'href="#id_{missing}"' in answer.content.decode()
    assert state() == "sent"


def test_dead_links_of_every_kind_get_one_identical_page(client, link):
    client.get(link)
    client.post("/i/answer/", SAID)
    client.logout()
    answers = [client.get(address, follow=True) for address in (link, "/i/unknown/")]
    pages = {re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", answer.content) for answer in answers}
    assert [answer.status_code for answer in answers] == [404, 404]
    assert len(pages) == 1


def test_declining_is_a_post_and_tells_the_convener(client, link, cast, deliver_news):
    client.get(link)
    assert client.get("/i/decline/").status_code == 405
    client.post("/i/decline/")
    deliver_news()
    assert state() == "declined"
    client.force_login(cast.iris)
    assert "declined the invitation" in client.get("/news/").content.decode()


def test_the_sender_never_sees_the_link(client, link, cast):
    client.force_login(cast.iris)
    page = client.get(f"/consortia/{cast.consortium.pk}/").content.decode()
    assert "kim@kestrel.example" in page
    assert link.split("/")[2] not in page


def test_the_api_accepts_with_the_mailed_token(client, link):
    said = {
        "token": link.split("/")[2],
        "name": "Kim",
        "password": "a long enough sentence",
        "agreement": "1.0",
    }
    answer = client.post("/api/v1/invitations/accept/", said, content_type="application/json")
    assert (answer.status_code, answer.json()["organisation_name"]) == (201, "Kestrel <b>")
    again = client.post("/api/v1/invitations/accept/", said, content_type="application/json")
    assert (again.status_code, again.headers["Content-Type"]) == (404, "application/problem+json")


def test_a_signed_in_lead_joins_with_the_existing_organisation(client, cast, deliver_news, mailoutbox):
    invitee = services.Invitee(organisation_name="Elm", organisation_kind="firm", email="eve@elm.example")
    services.invite(consortium_id=cast.consortium.pk, invitee=invitee, actor=cast.actor("iris"))
    deliver_news()
    client.force_login(cast.eve)
    client.get(re.search(r"http://\S+?(/i/\S+/)", mailoutbox[-1].body)[1])
    refused = client.post("/i/answer/", {})
    assert refused.status_code == 422
    assert "id_password" not in refused.content.decode()
    client.post("/i/answer/", {"agreement": "on"})
    assert cast.consortium.pk in cast.actor("eve").parties


def test_somebody_else_signed_in_cannot_use_the_link(client, link, cast):
    client.force_login(cast.eve)
    client.get(link)
    refused = client.post("/i/answer/", {"agreement": "on"})
    assert "another address" in refused.content.decode()
    assert state() == "sent"
