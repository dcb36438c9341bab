"""Answering an invitation: one page, one transaction."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import Membership, Organisation, User
from apps.accounts.rules import MANAGE
from apps.accounts.selectors import actor_of
from apps.accounts.services import found_organisation, join_organisation, register_person
from apps.audit.services import record
from apps.consortia import rules, selectors
from apps.consortia.events import InvitationAccepted, InvitationDeclined
from apps.consortia.models import Invitation
from apps.consortia.services.consortia import join
from apps.consortia.services.invitations import told
from apps.consortia.states import ACCEPTED, FLOW, INVITED, SENT
from apps.core.actor import Actor
from apps.core.errors import Conflict, Missing, NotAllowed


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """What a person without an account says on the one page of an invitation."""

    name: str
    password: str
    agreement: str
    language: str = "en"


@transaction.atomic
def accept_as_newcomer(*, invitation_id: UUID, newcomer: Newcomer, now: datetime) -> User:
    """Make person, organisation and membership from one invitation, all or nothing.

    The mailed link proved the mailbox; the address cannot be changed. Whoever claims the invitation first
    joins, a second click at the same moment is refused.
    """
    invitation = _claimed(invitation_id, now, accepted=newcomer.agreement)
    rules.check_may_found(invitation.organisation_kind)
    person = register_person(
        email=invitation.email, name=newcomer.name, password=newcomer.password, language=newcomer.language
    )
    _finish(invitation, person, now)
    return person


@transaction.atomic
def accept_as_known(*, invitation_id: UUID, actor: Actor, agreement: str) -> None:
    """Join from an invitation with an existing account, whose address must be the invited one.

    Somebody who leads an organisation of the invited kind joins with it; anybody else founds the
    invited one.
    """
    invitation = _claimed(invitation_id, actor.now, accepted=agreement)
    person = User.objects.get(pk=actor.user_id)
    _check_address(invitation, person)
    if actor.may(MANAGE) and actor.organisation_kind == invitation.organisation_kind:
        _settle(invitation, Organisation.objects.get(pk=actor.organisation_id), actor)
    else:
        rules.check_may_found(invitation.organisation_kind)
        _finish(invitation, person, actor.now)


@transaction.atomic
def accept_as_person(*, invitation_id: UUID, person: User, agreement: str, now: datetime) -> None:
    """Join with an existing account that acts for no organisation now: it founds the invited one."""
    invitation = _claimed(invitation_id, now, accepted=agreement)
    _check_address(invitation, person)
    rules.check_may_found(invitation.organisation_kind)
    _finish(invitation, person, now)


def _check_address(invitation: Invitation, person: User) -> None:
    if person.email.lower() != invitation.email.lower():
        raise NotAllowed(_("This invitation is for another address. Ask the convener to invite yours."))


@transaction.atomic
def decline(*, invitation_id: UUID, now: datetime) -> None:
    """Say no to an invitation, holding its link."""
    invitation = _open(invitation_id, now)
    invitation.state = FLOW.move("decline", invitation.state, {INVITED}).target
    invitation.answered_at = now
    invitation.token_sha256 = ""
    invitation.save(update_fields=["state", "answered_at", "token_sha256"])
    record(told(InvitationDeclined, invitation), actor=selectors.invited_actor(invitation, now))


def _open(invitation_id: UUID, now: datetime) -> Invitation:
    """Lock an invitation that can still be answered; the same refusal for all others."""
    rows = Invitation.objects.unscoped("the link proved who asks").select_for_update(of=("self",))
    open_now = rows.select_related("agreement", "consortium").filter(pk=invitation_id, state=SENT)
    invitation = open_now.filter(expires_at__gt=now).first()
    if invitation is None:
        raise Missing("")
    return invitation


def _claimed(invitation_id: UUID, now: datetime, *, accepted: str) -> Invitation:
    """Lock an open invitation for accepting. Its state is written at the end of the same transaction."""
    invitation = _open(invitation_id, now)
    FLOW.move("accept", invitation.state, {INVITED})
    rules.check_agreement_named(accepted, invitation.agreement.version)
    if not selectors.inviter_still_may(invitation):
        raise Missing("")
    return invitation


def _finish(invitation: Invitation, person: User, now: datetime) -> None:
    """Found the invited organisation with this person in it, and settle the invitation with it."""
    inviting = selectors.invited_actor(invitation, now)
    organisation = found_organisation(
        name=invitation.organisation_name,
        kind=invitation.organisation_kind,
        is_sme=invitation.is_sme,
        actor=inviting,
    )
    membership = join_organisation(
        person=person, organisation_id=organisation.pk, role=invitation.person_role, actor=inviting
    )
    loaded = Membership.objects.select_related("user", "organisation").get(pk=membership.pk)
    _settle(invitation, organisation, actor_of(loaded, now=now))


def _settle(invitation: Invitation, organisation: Organisation, actor: Actor) -> None:
    """Make the organisation a member and close the invitation."""
    if selectors.is_member(invitation.consortium, organisation):
        raise Conflict(_("%(name)s is a member already.") % {"name": organisation.name})
    invitation.state, invitation.answered_at, invitation.joined = ACCEPTED, actor.now, organisation
    invitation.token_sha256 = ""
    invitation.save(update_fields=["state", "answered_at", "joined", "token_sha256"])
    join(invitation.consortium, organisation, invitation.member_role, invitation.agreement, actor)
    record(told(InvitationAccepted, invitation), actor=actor)
