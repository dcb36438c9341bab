"""Sending, repeating and revoking invitations."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.audit.services import record
from apps.consortia import rules, selectors
from apps.consortia.events import InvitationResent, InvitationRevoked, InvitationSent
from apps.consortia.models import Consortium, Invitation
from apps.consortia.services.consortia import check_convenes
from apps.consortia.states import FLOW
from apps.core.actor import Actor
from apps.core.errors import Conflict


@dataclass(frozen=True, kw_only=True)
class Invitee:
    """Whom an invitation is for."""

    organisation_name: str
    organisation_kind: str
    email: str
    member_role: str = "member"
    is_sme: bool = False
    language: str = "en"


@transaction.atomic
def invite(*, consortium_id: UUID, invitee: Invitee, actor: Actor) -> Invitation:
    """Invite an organisation by the address of one person. The worker mails the link; nobody else sees it."""
    consortium = selectors.consortium_for(actor, consortium_id)
    check_convenes(actor, consortium)
    _check_not_flooded(consortium, invitee.email.strip().lower(), actor)
    values = invitee.__dict__ | {"email": invitee.email.strip().lower()}
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                consortium=consortium,
                agreement=selectors.current_agreement(consortium),
                invited_by=actor.pseudonym,
                invited_for_id=actor.organisation_id,
                expires_at=actor.now + rules.LIFETIME,
                created_at=actor.now,
                **values,
            )
    except IntegrityError as error:
        words = _("There is an open invitation to this address already. Send that one again.")
        raise Conflict(words, fields={"email": [words]}) from error
    record(told(InvitationSent, invitation), actor=actor, personal={"email": invitation.email})
    return invitation


def _check_not_flooded(consortium: Consortium, email: str, actor: Actor) -> None:
    lately = Invitation.objects.unscoped("how often an address was written to, whoever took it back").filter(
        consortium=consortium, email=email, created_at__gt=actor.now - rules.LIFETIME
    )
    rules.check_may_invite(lately.count())


@transaction.atomic
def resend(*, invitation_id: UUID, actor: Actor) -> None:
    """Send an invitation again with a new link and a new deadline; the earlier link dies."""
    invitation = _locked(invitation_id, actor)
    FLOW.move("resend", invitation.state, selectors.standings_of(actor, invitation))
    rules.check_may_resend(
        sent_count=invitation.sent_count, last_sent_at=selectors.last_sent_at(invitation), now=actor.now
    )
    invitation.expires_at = actor.now + rules.LIFETIME
    invitation.token_sha256 = ""
    invitation.save(update_fields=["expires_at", "token_sha256"])
    record(told(InvitationResent, invitation), actor=actor)


@transaction.atomic
def revoke(*, invitation_id: UUID, actor: Actor) -> None:
    """Take an invitation back; its row and its entries stay."""
    invitation = _locked(invitation_id, actor)
    invitation.state = FLOW.move("revoke", invitation.state, selectors.standings_of(actor, invitation)).target
    invitation.token_sha256 = ""
    invitation.save(update_fields=["state", "token_sha256"])
    record(told(InvitationRevoked, invitation), actor=actor)


def _locked(invitation_id: UUID, actor: Actor) -> Invitation:
    selectors.invitation_for(actor, invitation_id)
    rows = Invitation.objects.unscoped("the selector has found and authorised it").select_for_update()
    return rows.get(pk=invitation_id)


def told(event: type[InvitationSent], invitation: Invitation) -> InvitationSent:
    """Make an invitation's event of a kind."""
    return event(
        consortium_id=str(invitation.consortium_id),
        invitation_id=str(invitation.pk),
        organisation_name=invitation.organisation_name,
    )
