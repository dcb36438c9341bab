"""Answering a colleague's invitation: one page, one transaction."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts import appointing
from apps.accounts.models import ColleagueInvitation, Membership, User
from apps.accounts.selectors import leading_of
from apps.accounts.services.organisations import locked
from apps.accounts.services.people import join_organisation, register_person
from apps.accounts.states import FLOW, INVITED, SENT
from apps.core.actor import system_actor
from apps.core.errors import Missing, NotAllowed


@transaction.atomic
def join_as_newcomer(
    *, invitation_id: UUID, name: str, password: str, now: datetime, language: str = "en"
) -> User:
    """Make a person with the offered role from one invitation, all or nothing.

    The mailed link proved the mailbox; the address cannot be changed. Of two who use the link at once, one is
    refused. Raises `Missing` for what is not open, `Invalid` for a weak password, `Conflict` for a known address.
    """
    invitation = _claimed(invitation_id, now)
    person = register_person(email=invitation.email, name=name, password=password, language=language)
    _settle(invitation, person, now)
    return person


@transaction.atomic
def join_as_known(*, invitation_id: UUID, person: User, now: datetime) -> Membership:
    """Take the offered role with an existing account, whose address must be the invited one."""
    invitation = _claimed(invitation_id, now)
    if person.email.lower() != invitation.email.lower():
        raise NotAllowed(_("This invitation is for another address. Ask for one to yours."))
    return _settle(invitation, person, now)


def _claimed(invitation_id: UUID, now: datetime) -> ColleagueInvitation:
    """Lock an invitation that can still be answered, its organisation first; the same refusal for all others."""
    open_now = ColleagueInvitation.objects.filter(pk=invitation_id, state=SENT, expires_at__gt=now)
    place = open_now.values_list("organisation", flat=True).first()
    organisation = locked(place) if place else None
    invitation = open_now.select_for_update().first()
    if organisation is None or invitation is None or invitation.invited_by not in leading_of(organisation.pk):
        raise Missing("")
    appointing.check_role_fits(invitation.role, organisation.kind)
    return invitation


def _settle(invitation: ColleagueInvitation, person: User, now: datetime) -> Membership:
    """Give the role and close the invitation. The person acts for the organisation in this very step."""
    joining = replace(
        system_actor(now=now), pseudonym=person.pseudonym, organisation_id=invitation.organisation_id
    )
    membership = join_organisation(
        person=person, organisation_id=invitation.organisation_id, role=invitation.role, actor=joining
    )
    invitation.state = FLOW.move("accept", invitation.state, {INVITED}).target
    invitation.answered_at, invitation.joined, invitation.token_sha256 = now, person, ""
    invitation.save()
    return membership
