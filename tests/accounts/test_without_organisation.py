"""Somebody who acts for no organisation any more, and keys with impossible names."""

import re

import pytest

from apps.accounts import services
from apps.accounts.models import ApiKey, Membership, User
from apps.consortia import services as consortia

pytestmark = pytest.mark.django_db
EMAIL = "pia@alder.example"


@pytest.fixture
def alone(cast, client):
    """Pia, signed in, whose membership Alice has ended."""
    services.end_membership(person_id=cast.pia.pseudonym, actor=cast.actor("alice"))
    client.force_login(User.objects.get(pk=cast.pia.pk))
    return client


def test_is_told_so_instead_of_being_sent_round(alone):
    answer = alone.get("/account/organisation/")
    assert answer.status_code == 403
    assert "You act for no organisation now." in answer.content.decode()


def test_accepts_an_invitation_with_the_account_that_is_left(cast, alone, deliver_news, mailoutbox):
    invitee = consortia.Invitee(email=EMAIL, organisation_name="Pia Recycling", organisation_kind="firm")
    consortia.invite(consortium_id=cast.consortium.pk, invitee=invitee, actor=cast.actor("iris"))
    deliver_news()
    link = re.search(r"http://[^/]+(/i/\S+)", mailoutbox[-1].body)[1]
    shown = alone.get(link, follow=True).content.decode()
    assert 'type="password"' not in shown
    done = alone.post("/i/answer/", {"agreement": "on"}, follow=True)
    assert done.status_code == 200
    assert Membership.objects.get(user=cast.pia, until=None).organisation.name == "Pia Recycling"


@pytest.mark.parametrize("label", ["a\x00b", "", "x" * 81])
def test_a_key_without_a_possible_name_is_not_made(client, cast, label):
    client.force_login(cast.alice)
    assert client.post("/account/keys/", {"label": label}).status_code == 422
    assert not ApiKey.objects.exists()


def test_an_address_is_not_flooded_by_taking_back_and_inviting_anew(cast):
    from apps.core.errors import Conflict

    iris = cast.actor("iris")
    invitee = consortia.Invitee(email="new@firm.example", organisation_name="New", organisation_kind="firm")
    for _time in range(5):
        sent = consortia.invite(consortium_id=cast.consortium.pk, invitee=invitee, actor=iris)
        consortia.revoke(invitation_id=sent.pk, actor=iris)
    with pytest.raises(Conflict, match="five times"):
        consortia.invite(consortium_id=cast.consortium.pk, invitee=invitee, actor=iris)
