"""Reading the invitations of colleagues: as who manages the organisation, or holding the link."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from apps.accounts.links import token_hash
from apps.accounts.models import ColleagueInvitation, User
from apps.accounts.rules import MANAGE
from apps.accounts.selectors.organisations import people_who_may
from apps.accounts.states import FLOW, MANAGER, SENT
from apps.accounts.words import duties_of
from apps.core.actor import Actor
from apps.core.errors import Missing, NotAllowed, Words
from apps.core.paging import A_PAGE, NEWEST, Page

TONES = {"sent": "info", "accepted": "good", "revoked": "neutral"}


@dataclass(frozen=True, kw_only=True)
class InvitedColleague:
    """An invitation as those see it who manage the organisation. It never holds the link."""

    id: UUID
    email: str
    role: str
    role_label: Words
    state: str
    state_label: Words
    tone: str
    asked_at: datetime
    expires_at: datetime
    moves: tuple[str, ...]


def standings_of(actor: Actor, invitation: ColleagueInvitation) -> frozenset[str]:
    """Tell what the actor is to an invitation: who manages its organisation, or nothing."""
    manages = invitation.organisation_id == actor.organisation_id and actor.may(MANAGE)
    return frozenset({MANAGER}) if manages else frozenset()


def invitation_for(actor: Actor, invitation_id: UUID) -> ColleagueInvitation:
    """Find an invitation of the actor's organisation, or raise `Missing`."""
    rows = ColleagueInvitation.objects.filter(organisation=actor.organisation_id, pk=invitation_id)
    if not actor.may(MANAGE) or (found := rows.first()) is None:
        raise Missing("")
    return found


def invitations_page(actor: Actor, *, cursor: str = "", most: int = A_PAGE) -> Page[InvitedColleague]:
    """Give a page of all invitations of colleagues, newest first, to who manages the organisation; two queries."""
    if not actor.may(MANAGE):
        raise NotAllowed(_("Only those who lead the organisation see whom it has invited."))
    rows = ColleagueInvitation.objects.filter(organisation=actor.organisation_id)
    page, leading = NEWEST.page(rows, cursor=cursor, most=most), leading_of(actor.organisation_id)
    return Page([_told(actor, row, leading) for row in page.rows], page.next_token)


def open_invitations(actor: Actor) -> list[InvitedColleague]:
    """Give the invitations that nobody has answered, newest first, to who manages; others get an empty list."""
    if not actor.may(MANAGE):
        return []
    rows = ColleagueInvitation.objects.filter(organisation=actor.organisation_id, state=SENT)
    leading = leading_of(actor.organisation_id)
    return [_told(actor, row, leading) for row in rows.order_by("-created_at", "-id")]


def leading_of(organisation_id: UUID) -> frozenset[UUID]:
    """Give the pseudonyms of those who lead an organisation now."""
    return frozenset(person.pseudonym for person in people_who_may(MANAGE, [organisation_id]))


def _told(actor: Actor, row: ColleagueInvitation, leading: Collection[UUID]) -> InvitedColleague:
    dead = _why_dead(row, leading, actor.now)
    return InvitedColleague(
        id=row.pk,
        email=row.email,
        role=row.role,
        role_label=row.get_role_display(),
        state=row.state,
        state_label=dead or row.get_state_display(),
        tone="warn" if dead else TONES[row.state],
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        moves=tuple(move.name for move in FLOW.open_to(row.state, standings_of(actor, row))),
    )


def _why_dead(row: ColleagueInvitation, leading: Collection[UUID], now: datetime) -> str:
    """Say why an open invitation's link does not open; empty if it does."""
    if row.state != SENT:
        return ""
    if row.expires_at <= now:
        return _("expired")
    return "" if row.invited_by in leading else _("void: who sent it does not lead any more")


@dataclass(frozen=True, kw_only=True)
class RoleOffer:
    """What an invited colleague sees: who offers which role where. `is_known`: the address has an account."""

    id: UUID
    organisation: str
    inviter: str
    email: str
    role_label: Words
    duties: str
    expires_at: datetime
    is_known: bool


def invitation_by_link(token: str, *, now: datetime) -> UUID | None:
    """Give the id of the open invitation that a link belongs to; None for every other link alike."""
    rows = ColleagueInvitation.objects.filter(token_sha256=token_hash(token), state=SENT, expires_at__gt=now)
    return rows.values_list("pk", flat=True).first()


def role_offer(invitation_id: UUID, *, now: datetime) -> RoleOffer | None:
    """Give an open invitation to the holder of its link (whose session has the id); None if it is not open."""
    rows = ColleagueInvitation.objects.select_related("organisation")
    row = rows.filter(pk=invitation_id, state=SENT, expires_at__gt=now).first()
    if row is None:
        return None
    leading = {person.pseudonym: person for person in people_who_may(MANAGE, [row.organisation_id])}
    if row.invited_by not in leading:
        return None
    return RoleOffer(
        id=row.pk,
        organisation=row.organisation.name,
        inviter=leading[row.invited_by].name,
        email=row.email,
        role_label=row.get_role_display(),
        duties=duties_of(row.role, row.organisation.kind),
        expires_at=row.expires_at,
        is_known=User.objects.filter(email__iexact=row.email).exists(),
    )
