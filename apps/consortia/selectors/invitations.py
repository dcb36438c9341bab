"""Reading invitations: as their sender, or holding the link."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.rules import INVITE
from apps.accounts.selectors import people_who_may
from apps.audit.models import Entry
from apps.consortia.models import Consortium, Invitation
from apps.consortia.rules import token_hash
from apps.consortia.selectors.consortia import Agreement, agreement_shown
from apps.consortia.states import FLOW, INVITER, SENT
from apps.core.actor import NOBODY, Actor, system_actor
from apps.core.errors import Words
from apps.core.paging import A_PAGE, NEWEST, Page
from apps.core.waiting import Waiting
from apps.sharing.selectors import found


def standings_of(actor: Actor, invitation: Invitation) -> frozenset[str]:
    """Tell what the actor is to an invitation: its inviter, if the role includes inviting."""
    inviting = invitation.invited_for_id == actor.organisation_id and actor.may(INVITE)
    return frozenset({INVITER}) if inviting else frozenset()


def invitation_for(actor: Actor, invitation_id: UUID) -> Invitation:
    """Find an invitation that the actor's organisation sent."""
    return found(Invitation.objects.select_related("consortium"), actor, invitation_id)


@dataclass(frozen=True)
class InvitationLine:
    """An invitation as its sender sees it. It never holds the link."""

    id: UUID
    organisation_name: str
    email: str
    state: str
    state_label: Words
    tone: str
    expires_at: datetime
    sent_count: int
    moves: tuple[str, ...]


MOST_ON_A_PAGE = 200
TONES = {"sent": "info", "accepted": "good", "declined": "warn", "revoked": "neutral"}


def invitations_of(actor: Actor, consortium: Consortium) -> list[InvitationLine]:
    """Give a consortium's newest invitations to who sent them; others get an empty list."""
    return list(invitations_page(actor, consortium, most=MOST_ON_A_PAGE).rows)


def invitations_page(
    actor: Actor, consortium: Consortium, *, cursor: str = "", most: int = A_PAGE
) -> Page[InvitationLine]:
    """Give a page of a consortium's invitations to who sent them, newest first; others get an empty one."""
    rows = Invitation.objects.visible_to(actor).filter(consortium=consortium)
    return NEWEST.page(rows, cursor=cursor, most=most).told(lambda row: _line(actor, row))


def _line(actor: Actor, row: Invitation) -> InvitationLine:
    return InvitationLine(
        row.pk,
        row.organisation_name,
        row.email,
        row.state,
        _("expired") if _expired(row, actor.now) else row.get_state_display(),
        "warn" if _expired(row, actor.now) else TONES[row.state],
        row.expires_at,
        row.sent_count,
        tuple(move.name for move in FLOW.open_to(row.state, standings_of(actor, row))),
    )


def _expired(row: Invitation, now: datetime) -> bool:
    return row.state == SENT and row.expires_at <= now


def invitation_by_token(token: str, *, now: datetime) -> UUID | None:
    """Give the id of the open invitation that a link belongs to; None for every other link alike."""
    rows = Invitation.objects.unscoped("the link itself is the key")
    live = rows.filter(token_sha256=token_hash(token), state=SENT, expires_at__gt=now)
    return live.values_list("pk", flat=True).first()


@dataclass(frozen=True)
class Offer:
    """What the invited person sees: who invites whom to what, and the agreement."""

    id: UUID
    inviter: str
    consortium: str
    purpose: str
    critical_input: str
    organisation_name: str
    email: str
    expires_at: datetime
    agreement: Agreement


def offer(invitation_id: UUID, *, now: datetime) -> Offer | None:
    """Give an open invitation to the holder of its link (whose session has the id); None if it is not open."""
    rows = Invitation.objects.unscoped("the session holds the id since the link was opened")
    row = (
        rows.select_related("consortium__critical_input", "invited_for", "agreement")
        .filter(pk=invitation_id, state=SENT, expires_at__gt=now)
        .first()
    )
    if row is None:
        return None
    return Offer(
        id=row.pk,
        inviter=row.invited_for.name,
        consortium=row.consortium.name,
        purpose=row.consortium.purpose,
        critical_input=row.consortium.critical_input.name,
        organisation_name=row.organisation_name,
        email=row.email,
        expires_at=row.expires_at,
        agreement=agreement_shown(row.agreement),
    )


def inviter_still_may(invitation: Invitation) -> bool:
    """Tell whether somebody of the inviting organisation may still invite."""
    convenes = invitation.consortium.convener_id == invitation.invited_for_id
    return convenes and bool(people_who_may(INVITE, [invitation.invited_for_id]))


def invited_actor(invitation: Invitation, now: datetime) -> Actor:
    """Give the actor of what happens through a mailed link: nobody yet, on the inviter's account."""
    return replace(
        system_actor(now=now),
        pseudonym=NOBODY,
        organisation_id=invitation.invited_for_id,
        organisation_name="",
    )


def last_sent_at(invitation: Invitation) -> datetime | None:
    """Give when the live link was mailed."""
    return Entry.objects.filter(pk=invitation.sent_entry or 0).values_list("at", flat=True).first()


def in_progress_for(actor: Actor) -> list[Waiting]:
    """Tell a convener which invitations wait for their answer."""
    if not actor.may(INVITE):
        return []
    rows = Invitation.objects.visible_to(actor).filter(state=SENT).order_by("expires_at", "id")
    return [
        Waiting(
            what=_("Invitation of %(name)s") % {"name": row.organisation_name},
            about=row.consortium.name,
            url=reverse("consortia:detail", args=[row.consortium_id]),
            next_mover=row.organisation_name,
            due_on=row.expires_at.date(),
        )
        for row in rows.select_related("consortium")[:20]
    ]
