"""Inviting a colleague: one mailed link, one page, one role."""

import re
import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from apps.accounts import appointing, selectors, services
from apps.accounts.models import ColleagueInvitation, Membership, User
from apps.accounts.selectors import actor_of, live_memberships
from apps.accounts.states import FLOW, INVITED, MANAGER
from apps.audit.models import Delivery, Entry
from apps.core.errors import Conflict, Invalid, Missing, NotAllowed, Refusal
from apps.notifications.models import Notice, SentMail

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough sentence"
LINK = re.compile(r"http\S+/account/join/(\S+)/")
ADDRESS = "kit@alder.example"


def invite(cast, email="Kit@Alder.example", role="engineer", by="alice", **more):
    return services.invite_colleague(email=email, role=role, actor=cast.actor(by), **more)


def join(invitation, **changes):
    said = {"name": "Kit Kaya", "password": PASSWORD, "now": timezone.now()} | changes
    return services.join_as_newcomer(invitation_id=invitation.pk, **said)


def later(cast, who="alice", **more):
    return cast.actor(who).at(timezone.now() + timedelta(**more))


@pytest.fixture
def invited(cast):
    return invite(cast)


@pytest.fixture
def token(invited, deliver_news, mailoutbox):
    deliver_news()
    return LINK.search(mailoutbox[-1].body)[1]


def again(invitation):
    return ColleagueInvitation.objects.get(pk=invitation.pk)


def test_the_mail_says_who_invites_to_what_in_the_language_asked_for(cast, deliver_news, mailoutbox):
    invite(cast, language="en")
    deliver_news()
    [mail] = mailoutbox
    assert mail.to == [ADDRESS]
    assert mail.subject == "Alder Metals invites you to join"
    assert "Alice Aydın invites you to act for Alder Metals as quality engineer." in mail.body


def test_the_link_is_in_the_mail_and_nowhere_else(token):
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{token}%"])
            assert cursor.fetchone() == (0,), table


def test_the_address_stands_in_the_trail_as_a_commitment_only(invited):
    assert not Entry.objects.filter(payload__contains="kit@").exists()


def test_joining_makes_a_person_with_the_role_and_tells_who_leads(cast, invited, token, deliver_news):
    found = selectors.invitation_by_link(token, now=timezone.now())
    assert found == invited.pk
    person = join(invited, language="tr")
    actor = actor_of(live_memberships(person).get())
    assert (actor.organisation_name, actor.role, person.email) == ("Alder Metals", "engineer", ADDRESS)
    assert person.language == "tr"
    assert (again(invited).state, again(invited).joined) == ("accepted", person)
    deliver_news()
    told = Notice.objects.filter(words="An invited colleague has joined.")
    assert [notice.user for notice in told] == [cast.alice]
    joined = Entry.objects.get(chain=f"organisation:{cast.alder.pk}", event="accounts.PersonJoined")
    assert (joined.actor, joined.acting_for) == (person.pseudonym, cast.alder.pk)


@pytest.mark.parametrize("password", ["short", "alicealice", "123456789012"])
def test_a_weak_password_changes_nothing(invited, token, password):
    before = (User.objects.count(), Entry.objects.count())
    with pytest.raises(Invalid) as refused:
        join(invited, password=password)
    assert list(refused.value.fields) == ["password"]
    assert (User.objects.count(), Entry.objects.count(), again(invited).state) == (*before, "sent")


def test_a_known_address_is_answered_as_an_unknown_one(cast, deliver_news, mailoutbox):
    answers = [invite(cast, email=email) for email in ("nobody@elsewhere.example", cast.hana.email)]
    values = [{**one.__dict__, "_state": 0, "id": 0, "email": "", "asked_at": 0, "expires_at": 0, "created_at": 0}
              for one in answers]  # fmt: skip
    assert values[0] == values[1]
    deliver_news()
    first, second = (re.sub(LINK, "link", mail.body) for mail in mailoutbox)
    assert first == second


def test_a_known_person_takes_the_role_with_the_account_they_have(cast):
    invited = invite(cast, email="HANA@hazel.example")
    with pytest.raises(Conflict, match="existing account"):
        join(invited)
    with pytest.raises(NotAllowed, match="another address"):
        services.join_as_known(invitation_id=invited.pk, person=cast.eve, now=timezone.now())
    services.join_as_known(invitation_id=invited.pk, person=cast.hana, now=timezone.now())
    assert {row.organisation.name for row in live_memberships(cast.hana)} == {"Alder Metals", "Hazel Alloys"}


def test_who_has_left_can_be_invited_again(cast):
    services.end_membership(person_id=cast.bob.pseudonym, actor=cast.actor("alice"))
    invited = invite(cast, email=cast.bob.email, role="procurement")
    services.join_as_known(invitation_id=invited.pk, person=cast.bob, now=timezone.now())
    assert cast.actor("bob").role == "procurement"


def test_a_colleague_is_not_invited_again(cast):
    with pytest.raises(Conflict, match="already") as refused:
        invite(cast, email="BOB@alder.example")
    assert list(refused.value.fields) == ["email"]


def test_a_second_open_invitation_to_the_address_is_refused(cast, invited):
    with pytest.raises(Conflict, match="open invitation"):
        invite(cast, email=ADDRESS.upper())


def test_two_organisations_may_invite_the_same_person(cast, invited):
    invite(cast, by="hana")
    assert ColleagueInvitation.objects.count() == 2


@pytest.mark.parametrize("who", ["bob", "pia", "iris", "emil", "dan", "ivy"])
def test_only_who_leads_the_organisation_invites_or_sees_the_invited(cast, invited, who):
    with pytest.raises(NotAllowed):
        invite(cast, email="x@alder.example", by=who)
    with pytest.raises(NotAllowed):
        selectors.invitations_page(cast.actor(who))
    assert selectors.open_invitations(cast.actor(who)) == []
    for do in (services.send_again, services.take_back):
        with pytest.raises(Missing):
            do(invitation_id=invited.pk, actor=cast.actor(who))


def test_the_invitations_of_another_organisation_are_missing(cast, invited):
    for do in (services.send_again, services.take_back):
        with pytest.raises(Missing):
            do(invitation_id=invited.pk, actor=cast.actor("hana"))
    assert selectors.invitations_page(cast.actor("hana")).rows == []


@pytest.mark.parametrize("role", ["approver", "evaluator", "coordinator", "nothing"])
def test_a_role_of_another_kind_of_organisation_is_not_offered(cast, role):
    with pytest.raises(Invalid):
        invite(cast, role=role)


@pytest.mark.parametrize("move", ["send_again", "take_back"])
@pytest.mark.parametrize("state", ["accepted", "revoked"])
def test_what_is_answered_or_taken_back_moves_no_more(cast, invited, move, state):
    if state == "accepted":
        join(invited)
    else:
        services.take_back(invitation_id=invited.pk, actor=cast.actor("alice"))
    with pytest.raises(Conflict):
        getattr(services, move)(invitation_id=invited.pk, actor=later(cast, minutes=11))
    with pytest.raises(Missing):
        join(invited, password=f"{PASSWORD} again")


@pytest.mark.parametrize("name", list(FLOW.moves))
@pytest.mark.parametrize("standing", [MANAGER, INVITED, ""])
@pytest.mark.parametrize("state", FLOW.states)
def test_every_move_is_refused_out_of_turn_and_to_the_wrong_person(name, standing, state):
    move = FLOW.moves[name]
    if standing in move.by and state in move.sources:
        assert FLOW.move(name, state, {standing}).target == move.target
    else:
        with pytest.raises((Conflict, NotAllowed)):
            FLOW.move(name, state, {standing})


def test_it_is_open_for_fourteen_days(invited, token):
    assert invited.expires_at - invited.created_at == timedelta(days=14)
    for days, opens in ((13, invited.pk), (14, None)):
        at = invited.created_at + timedelta(days=days)
        assert selectors.invitation_by_link(token, now=at) == opens
        assert (selectors.role_offer(invited.pk, now=at) is None) == (opens is None)
    with pytest.raises(Missing):
        join(invited, now=invited.expires_at)


def test_sending_again_kills_the_earlier_link_and_begins_the_days_anew(
    cast, invited, token, deliver_news, mailoutbox
):
    services.send_again(invitation_id=invited.pk, actor=later(cast, minutes=11))
    assert selectors.invitation_by_link(token, now=timezone.now()) is None
    deliver_news()
    second = LINK.search(mailoutbox[-1].body)[1]
    assert selectors.invitation_by_link(second, now=timezone.now()) == invited.pk
    assert again(invited).expires_at > invited.expires_at


def test_a_mailbox_is_not_flooded(cast, invited):
    with pytest.raises(Conflict, match="ten minutes"):
        services.send_again(invitation_id=invited.pk, actor=cast.actor("alice"))
    for times in range(1, appointing.MOST_SENDINGS):
        services.send_again(invitation_id=invited.pk, actor=later(cast, minutes=11 * times))
    with pytest.raises(Conflict, match="five times"):
        services.send_again(invitation_id=invited.pk, actor=later(cast, hours=5))


def test_taking_back_and_inviting_anew_is_no_way_around(cast, invited):
    services.take_back(invitation_id=invited.pk, actor=cast.actor("alice"))
    with pytest.raises(Conflict, match="ten minutes"):
        invite(cast)
    for times in range(1, appointing.MOST_SENDINGS):
        actor = later(cast, minutes=11 * times)
        one = services.invite_colleague(email=ADDRESS, role="engineer", actor=actor)
        services.take_back(invitation_id=one.pk, actor=actor)
    with pytest.raises(Conflict, match="five times"):
        services.invite_colleague(email=ADDRESS, role="engineer", actor=later(cast, hours=5))
    services.invite_colleague(email=ADDRESS, role="engineer", actor=later(cast, days=16))


def test_an_organisation_has_fifty_open_invitations_at_most(cast, invited):
    now = timezone.now()
    ColleagueInvitation.objects.bulk_create(
        ColleagueInvitation(
            organisation=cast.alder, email=f"{number}@alder.example", role="engineer", asked_at=now,
            expires_at=now, invited_by=cast.alice.pseudonym,
        )
        for number in range(49)
    )  # fmt: skip
    with pytest.raises(Conflict, match="50 invitations"):
        invite(cast, email="one.more@alder.example")


def test_an_invitation_falls_with_the_lead_who_sent_it_and_stands_again_when_another_sends_it(cast):
    services.change_role(person_id=cast.bob.pseudonym, role="lead", actor=cast.actor("alice"))
    invited = invite(cast, by="bob")
    services.end_membership(person_id=cast.bob.pseudonym, actor=cast.actor("alice"))
    assert selectors.role_offer(invited.pk, now=timezone.now()) is None
    with pytest.raises(Missing):
        join(invited)
    [line] = selectors.open_invitations(cast.actor("alice"))
    assert (line.tone, str(line.state_label)) == ("warn", "void: who sent it does not lead any more")
    services.send_again(invitation_id=invited.pk, actor=later(cast, minutes=11))
    assert join(invited).email == ADDRESS


def test_a_redelivered_entry_sends_no_second_mail(token, deliver_news, mailoutbox):
    Delivery.objects.update(delivered_at=None, attempts=0)
    deliver_news()
    assert len(mailoutbox) == 1


def test_an_entry_whose_handler_was_killed_before_its_mark_mails_a_link_that_opens(
    cast, invited, token, deliver_news, mailoutbox
):
    """What the database forgot with the killed transaction: hash, mark and note of the mail."""
    ColleagueInvitation.objects.update(token_sha256="", sent_entry=None)
    SentMail.objects.all().delete()
    Delivery.objects.update(delivered_at=None, attempts=0)
    deliver_news()
    links = [LINK.search(mail.body)[1] for mail in mailoutbox]
    opened = [selectors.invitation_by_link(link, now=timezone.now()) for link in links]
    assert opened == [None, invited.pk]


def test_what_is_taken_back_before_the_worker_comes_is_not_mailed(cast, invited, deliver_news, mailoutbox):
    services.take_back(invitation_id=invited.pk, actor=cast.actor("alice"))
    deliver_news()
    assert mailoutbox == []


@pytest.mark.parametrize(
    "values",
    [
        {"state": "accepted"},
        {"state": "accepted", "answered_at": "2026-01-01T00:00Z"},
        {"answered_at": "2026-01-01T00:00Z"},
        {"state": "revoked", "answered_at": "2026-01-01T00:00Z"},
    ],
)
def test_the_database_keeps_state_and_its_facts_together(invited, values):
    with pytest.raises(IntegrityError, match="answered_by_somebody"), transaction.atomic():
        ColleagueInvitation.objects.filter(pk=invited.pk).update(**values)


def test_the_database_keeps_one_open_invitation_an_address_and_one_use_of_a_hash(cast, invited, token):
    said = {
        "organisation": cast.alder, "role": "lead", "asked_at": timezone.now(), "expires_at": timezone.now(),
        "invited_by": cast.alice.pseudonym,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match="one_open_per_address"), transaction.atomic():
        ColleagueInvitation.objects.create(**said, email=ADDRESS)
    with pytest.raises(IntegrityError, match="token_once"), transaction.atomic():
        ColleagueInvitation.objects.create(
            **said, email="x@x.example", token_sha256=again(invited).token_sha256
        )


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_join_once(cast):
    invited = invite(cast)
    barrier, outcomes = threading.Barrier(8), []

    def accept():
        barrier.wait()
        try:
            join(invited)
            outcomes.append("joined")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept) for _number in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(outcomes) == ["joined", *["missing"] * 7]
    assert Membership.objects.filter(user__email=ADDRESS).count() == 1


@pytest.mark.django_db(transaction=True)
def test_inviting_the_same_address_twice_at_once_makes_one_invitation(cast):
    actor, barrier, outcomes = cast.actor("alice"), threading.Barrier(4), []

    def send():
        barrier.wait()
        try:
            services.invite_colleague(email=ADDRESS, role="engineer", actor=actor)
            outcomes.append("sent")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _number in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(outcomes) == ["conflict", "conflict", "conflict", "sent"]
