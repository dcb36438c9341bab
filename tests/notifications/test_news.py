"""What people are told: once, in their language, without confidential values."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.rules import INVITE, REPORT
from apps.audit.models import Entry
from apps.consortia import services as consortia
from apps.notifications import services
from apps.notifications.models import Notice, SentMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(cast):
    invitee = consortia.Invitee(organisation_name="K", organisation_kind="firm", email="k@k.example")
    consortia.invite(consortium_id=cast.consortium.pk, invitee=invitee, actor=cast.actor("iris"))
    return Entry.objects.latest("pk")


def tell(entry, cast, **changes):
    said = {"capability": REPORT, "organisation_ids": [cast.alder.pk], "words": "{name} joined the consortium.",
            "values": {"name": "K"}, "url": "/"} | changes  # fmt: skip
    services.notify(entry_id=entry.pk, **said)


def test_those_who_may_are_told_once(entry, cast):
    tell(entry, cast)
    tell(entry, cast)
    assert set(Notice.objects.values_list("user__email", flat=True)) == {
        "alice@alder.example",
        "pia@alder.example",
    }
    assert Notice.objects.count() == 2


def test_who_did_it_is_not_told(entry, cast):
    tell(entry, cast, except_person=cast.alice.pseudonym)
    assert Notice.objects.get().user == cast.pia


def test_another_organisation_is_not_told(entry, cast):
    tell(entry, cast, capability=INVITE)
    assert not Notice.objects.exists()


def test_news_reads_in_the_readers_language(client, entry, cast):
    tell(entry, cast)
    client.force_login(cast.alice)
    assert "K joined the consortium." in client.get("/news/").content.decode()
    client.post("/language/", {"language": "tr", "next": "/news/"})
    assert "K joined" not in client.get("/news/").content.decode()


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_the_list_costs_the_same_whatever_its_length(client, entry, cast, rows):
    Notice.objects.bulk_create(
        Notice(user=cast.alice, organisation=cast.alder, entry=number, words="x", url="/")
        for number in range(rows)
    )
    client.force_login(cast.alice)
    with CaptureQueriesContext(connection) as seen:
        client.get("/news/")
    assert len(seen) == 6


def test_marking_as_read_is_a_post_and_touches_only_my_own(client, entry, cast):
    tell(entry, cast)
    client.force_login(cast.alice)
    assert client.get("/news/read/").status_code == 405
    client.post("/news/read/")
    assert set(Notice.objects.filter(read_at=None).values_list("user__email", flat=True)) == {
        "pia@alder.example"
    }


def test_a_mail_goes_out_once_for_an_entry(entry, cast, mailoutbox):
    from apps.consortia.models import Invitation
    from apps.consortia.selectors import agreement_shown

    invitation = (
        Invitation.objects.unscoped("test").select_related("consortium", "invited_for", "agreement").get()
    )
    for _time in range(2):
        services.send_mail(
            entry_id=entry.pk, address="k@k.example", template="consortia/mail/invitation", language="tr",
            context={"invitation": invitation, "agreement": agreement_shown(invitation.agreement), "link": "L"},
        )  # fmt: skip
    assert len(mailoutbox) == SentMail.objects.count() == 1
    assert "L" in mailoutbox[0].body
    assert "\n" not in mailoutbox[0].subject
