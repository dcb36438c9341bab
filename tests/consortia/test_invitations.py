"""An invitation: one mailed link, one page, one membership."""

import re
import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from apps.accounts.models import Membership, Organisation, User
from apps.accounts.selectors import actor_of, live_memberships
from apps.audit.models import Entry
from apps.consortia import selectors, services
from apps.consortia.models import ConsortiumMembership, Invitation
from apps.core.errors import Conflict, Invalid, Missing, NotAllowed, Refusal

pytestmark = pytest.mark.django_db
INVITEE = services.Invitee(
    organisation_name="Kestrel Alloys", organisation_kind="firm", email="Kim@Kestrel.example"
)
PASSWORD = "a long enough sentence"
LINK = re.compile(r"http\S+/i/(\S+)/")


def newcomer(**changes):
    return services.Newcomer(**({"name": "Kim Kaya", "password": PASSWORD, "agreement": "1.0"} | changes))


@pytest.fixture
def invited(cast):
    return services.invite(consortium_id=cast.consortium.pk, invitee=INVITEE, actor=cast.actor("iris"))


@pytest.fixture
def token(invited, deliver_news, mailoutbox):
    deliver_news()
    return LINK.search(mailoutbox[-1].body)[1]


def row(invitation):
    return Invitation.objects.unscoped("test").get(pk=invitation.pk)


def test_the_link_is_in_the_mail_and_nowhere_else(invited, token, mailoutbox):
    assert mailoutbox[0].to == ["kim@kestrel.example"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{token}%"])
            assert cursor.fetchone() == (0,), table


def test_accepting_makes_person_organisation_and_membership_at_once(invited, token, cast):
    found = selectors.invitation_by_token(token, now=timezone.now())
    person = services.accept_as_newcomer(invitation_id=found, newcomer=newcomer(), now=timezone.now())
    actor = actor_of(live_memberships(person).get())
    assert (actor.organisation_name, actor.role) == ("Kestrel Alloys", "lead")
    assert cast.consortium.pk in actor.parties
    joined = ConsortiumMembership.objects.get(organisation=actor.organisation_id)
    assert (joined.agreement.version, joined.accepted_by) == ("1.0", person.pseudonym)
    assert row(invited).state == "accepted"
    assert Entry.objects.filter(event="consortia.InvitationAccepted").count() == 1


@pytest.mark.parametrize("changes", [{"password": "short"}, {"agreement": ""}, {"agreement": "0.9"}])
def test_a_refused_acceptance_changes_nothing(invited, token, changes):
    before = (User.objects.count(), Organisation.objects.count(), Entry.objects.count())
    with pytest.raises(Invalid):
        services.accept_as_newcomer(
            invitation_id=invited.pk, newcomer=newcomer(**changes), now=timezone.now()
        )
    assert (User.objects.count(), Organisation.objects.count(), Entry.objects.count()) == before
    assert row(invited).state == "sent"


def test_a_second_use_an_expired_a_revoked_and_an_unknown_link_are_the_same(invited, token, cast):
    services.accept_as_newcomer(invitation_id=invited.pk, newcomer=newcomer(), now=timezone.now())
    with pytest.raises(Missing):
        services.accept_as_newcomer(invitation_id=invited.pk, newcomer=newcomer(), now=timezone.now())
    assert selectors.invitation_by_token(token, now=timezone.now()) is None
    assert selectors.invitation_by_token("unknown", now=timezone.now()) is None


def test_an_invitation_expires(invited, token):
    later = timezone.now() + timedelta(days=31)
    assert selectors.invitation_by_token(token, now=later) is None
    with pytest.raises(Missing):
        services.accept_as_newcomer(invitation_id=invited.pk, newcomer=newcomer(), now=later)


def test_sending_again_kills_the_earlier_link(invited, token, cast, deliver_news, mailoutbox):
    later = cast.actor("iris").at(timezone.now() + timedelta(minutes=11))
    services.resend(invitation_id=invited.pk, actor=later)
    assert selectors.invitation_by_token(token, now=timezone.now()) is None
    deliver_news()
    second = LINK.search(mailoutbox[-1].body)[1]
    assert selectors.invitation_by_token(second, now=timezone.now()) == invited.pk


def test_sending_again_at_once_or_a_sixth_time_is_refused(invited, token, cast):
    with pytest.raises(Conflict, match="ten minutes"):
        services.resend(invitation_id=invited.pk, actor=cast.actor("iris"))
    Invitation.objects.unscoped("test").update(sent_count=5)
    with pytest.raises(Conflict, match="five times"):
        services.resend(
            invitation_id=invited.pk, actor=cast.actor("iris").at(timezone.now() + timedelta(hours=1))
        )


def test_a_redelivered_entry_sends_no_second_mail(invited, token, deliver_news, mailoutbox):
    from apps.audit.models import Delivery

    Delivery.objects.update(delivered_at=None, attempts=0)
    deliver_news()
    assert len(mailoutbox) == 1


def test_a_revoked_invitation_stays_on_record_and_cannot_be_accepted(invited, token, cast):
    services.revoke(invitation_id=invited.pk, actor=cast.actor("iris"))
    with pytest.raises(Missing):
        services.accept_as_newcomer(invitation_id=invited.pk, newcomer=newcomer(), now=timezone.now())
    with pytest.raises(Conflict):
        services.revoke(invitation_id=invited.pk, actor=cast.actor("iris"))
    assert row(invited).state == "revoked"


def test_an_existing_account_joins_with_its_own_organisation_if_the_address_is_the_invited_one(
    cast, deliver_news
):
    to_eve = services.Invitee(organisation_name="Elm", organisation_kind="firm", email="eve@elm.example")
    invited = services.invite(consortium_id=cast.consortium.pk, invitee=to_eve, actor=cast.actor("iris"))
    with pytest.raises(NotAllowed):
        services.accept_as_known(invitation_id=invited.pk, actor=cast.actor("hana"), agreement="1.0")
    services.accept_as_known(invitation_id=invited.pk, actor=cast.actor("eve"), agreement="1.0")
    assert cast.consortium.pk in cast.actor("eve").parties


@pytest.mark.parametrize("who", ["alice", "hana", "carol", "dora"])
def test_only_the_convener_invites(cast, who):
    with pytest.raises((NotAllowed, Missing)):
        services.invite(consortium_id=cast.consortium.pk, invitee=INVITEE, actor=cast.actor(who))


def test_a_second_open_invitation_to_the_address_is_refused(invited, cast):
    with pytest.raises(Conflict):
        services.invite(consortium_id=cast.consortium.pk, invitee=INVITEE, actor=cast.actor("iris"))


@pytest.mark.parametrize(
    "values",
    [{"state": "accepted"}, {"state": "sent", "answered_at": "2026-01-01T00:00Z"}, {"state": "declined"}],
)
def test_the_database_keeps_state_and_its_facts_together(invited, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.unscoped("test").filter(pk=invited.pk).update(**values)


def test_the_database_allows_one_live_role_and_membership(cast):
    with pytest.raises(IntegrityError, match="one_live_role"), transaction.atomic():
        Membership.objects.create(user=cast.alice, organisation=cast.alder, role="engineer")
    with pytest.raises(IntegrityError, match="once_live"), transaction.atomic():
        first = ConsortiumMembership.objects.first()
        ConsortiumMembership.objects.create(
            consortium=cast.consortium, organisation=first.organisation, role="member",
            agreement=first.agreement, accepted_by=first.accepted_by,
        )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_join_once(cast):
    invited = services.invite(consortium_id=cast.consortium.pk, invitee=INVITEE, actor=cast.actor("iris"))
    barrier, outcomes = threading.Barrier(20), []

    def accept():
        barrier.wait()
        try:
            services.accept_as_newcomer(invitation_id=invited.pk, newcomer=newcomer(), now=timezone.now())
            outcomes.append("joined")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept) for _number in range(20)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert (outcomes.count("joined"), outcomes.count("missing")) == (1, 19)
    assert Organisation.objects.filter(name="Kestrel Alloys").count() == 1


@pytest.mark.parametrize("kind", ["industry_body", "certification_body", "institution"])
def test_an_office_is_not_founded_by_an_invitation(cast, kind):
    invitee = services.Invitee(
        organisation_name="Battery and Alloy Association", organisation_kind=kind, email="m@evil.example"
    )
    invited = services.invite(consortium_id=cast.consortium.pk, invitee=invitee, actor=cast.actor("iris"))
    before = Organisation.objects.count()
    with pytest.raises(NotAllowed, match="cannot be founded"):
        services.accept_as_newcomer(invitation_id=invited.pk, newcomer=newcomer(), now=timezone.now())
    assert (Organisation.objects.count(), row(invited).state) == (before, "sent")


def test_an_office_that_exists_joins_with_the_person_who_leads_it(cast):
    lead = User.objects.create_user("lead@birch.example", name="Lead")
    Membership.objects.create(user=lead, organisation=cast.birch, role="lead", since=timezone.now())
    ConsortiumMembership.objects.filter(organisation=cast.birch).update(left_at=timezone.now())
    invitee = services.Invitee(
        organisation_name="Birch",
        organisation_kind="certification_body",
        email="lead@birch.example",
        member_role="observer",
    )
    invited = services.invite(consortium_id=cast.consortium.pk, invitee=invitee, actor=cast.actor("iris"))
    actor = actor_of(live_memberships(lead).get())
    services.accept_as_known(invitation_id=invited.pk, actor=actor, agreement="1.0")
    assert row(invited).joined == cast.birch
