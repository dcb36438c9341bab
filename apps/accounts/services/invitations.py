"""Inviting colleagues: sending, repeating, taking back, and the link that the worker mails."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from apps.accounts import appointing
from apps.accounts.events import ColleagueInvitationTakenBack, ColleagueInvited, ColleagueInvitedAgain
from apps.accounts.links import new_token, token_hash
from apps.accounts.models import ColleagueInvitation, Membership, Organisation
from apps.accounts.selectors import invitation_for, standings_of
from apps.accounts.services.organisations import managed
from apps.accounts.states import FLOW, SENT
from apps.audit.services import record
from apps.core.actor import Actor
from apps.core.errors import Conflict


@transaction.atomic
def invite_colleague(*, email: str, role: str, actor: Actor, language: str = "en") -> ColleagueInvitation:
    """Offer somebody a role in the actor's organisation. The worker mails the link; nobody else sees it.

    Whether the address has an account makes no difference to the answer. Raises `NotAllowed`, `Invalid`,
    and `Conflict` for a colleague, an open invitation to the address, and a mailbox written to too often.
    """
    organisation, address = managed(actor), email.strip().lower()
    appointing.check_role_fits(role, organisation.kind)
    _check_new(organisation, address, actor)
    try:
        with transaction.atomic():
            invitation = ColleagueInvitation.objects.create(
                organisation=organisation,
                email=address,
                role=role,
                language=language,
                invited_by=actor.pseudonym,
                asked_at=actor.now,
                expires_at=actor.now + appointing.LIFETIME,
                created_at=actor.now,
            )
    except IntegrityError as error:
        words = _("There is an open invitation to this address already. Send that one again.")
        raise Conflict(words, fields={"email": [words]}) from error
    record(told(ColleagueInvited, invitation), actor=actor, personal={"email": address})
    return invitation


def _check_new(organisation: Organisation, address: str, actor: Actor) -> None:
    colleagues = Membership.objects.filter(organisation=organisation, until=None)
    if colleagues.filter(user__email__iexact=address).exists():
        words = _("They belong to your organisation already.")
        raise Conflict(words, fields={"email": [words]})
    open_now = ColleagueInvitation.objects.filter(organisation=organisation, state=SENT)
    appointing.check_not_too_many(open_now.count())
    if not open_now.filter(email=address).exists():
        _check_may_write(organisation.pk, address, actor.now)


def _check_may_write(organisation_id: UUID, address: str, now: datetime) -> None:
    lately = ColleagueInvitation.objects.filter(
        organisation=organisation_id, email=address, asked_at__gt=now - appointing.LIFETIME
    )
    said = lately.aggregate(times=Sum("asked_count"), last_at=Max("asked_at"))
    appointing.check_may_write(times=said["times"] or 0, last_at=said["last_at"], now=now)


@transaction.atomic
def send_again(*, invitation_id: UUID, actor: Actor) -> None:
    """Send an invitation again with a new link and a new deadline, in one's own name; the earlier link dies."""
    invitation = _locked(invitation_id, actor)
    FLOW.move("resend", invitation.state, standings_of(actor, invitation))
    _check_may_write(invitation.organisation_id, invitation.email, actor.now)
    invitation.token_sha256, invitation.invited_by = "", actor.pseudonym
    invitation.asked_at, invitation.asked_count = actor.now, invitation.asked_count + 1
    invitation.expires_at = actor.now + appointing.LIFETIME
    invitation.save()
    record(told(ColleagueInvitedAgain, invitation), actor=actor)


@transaction.atomic
def take_back(*, invitation_id: UUID, actor: Actor) -> None:
    """Take an invitation back; its link is dead, its row and its entries stay."""
    invitation = _locked(invitation_id, actor)
    invitation.state = FLOW.move("revoke", invitation.state, standings_of(actor, invitation)).target
    invitation.token_sha256 = ""
    invitation.save()
    record(told(ColleagueInvitationTakenBack, invitation), actor=actor)


def _locked(invitation_id: UUID, actor: Actor) -> ColleagueInvitation:
    invitation_for(actor, invitation_id)
    managed(actor)
    return ColleagueInvitation.objects.select_for_update().get(pk=invitation_id)


def told(event: type[ColleagueInvited], invitation: ColleagueInvitation) -> ColleagueInvited:
    """Make an invitation's event of a kind."""
    return event(
        organisation_id=str(invitation.organisation_id),
        invitation_id=str(invitation.pk),
        role=invitation.role,
    )


@dataclass(frozen=True)
class Letter:
    """What the worker mails: the invitation, and the one secret of its link."""

    invitation: ColleagueInvitation
    token: str


@transaction.atomic
def write_letter(*, invitation_id: UUID, entry_id: int) -> Letter | None:
    """Make an invitation's link and store its hash: the link exists in the letter alone.

    None if the entry's letter is out of date. After a crash it is asked again and makes a new link; the earlier
    one is dead.
    """
    rows = ColleagueInvitation.objects.select_for_update(of=("self",)).select_related("organisation")
    invitation = rows.get(pk=invitation_id)
    if invitation.state != SENT or (invitation.sent_entry or 0) >= entry_id:
        return None
    token = new_token()
    invitation.token_sha256, invitation.sent_entry = token_hash(token), entry_id
    invitation.save(update_fields=["token_sha256", "sent_entry"])
    return Letter(invitation, token)
