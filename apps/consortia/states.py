"""States of an invitation, and the table of its moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.consortia.events import InvitationAccepted, InvitationDeclined, InvitationResent, InvitationRevoked
from apps.core.flow import Flow, move


class InvitationState(models.TextChoices):
    """Expired is not a state: it follows from `expires_at`."""

    SENT = "sent", _("sent")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    REVOKED = "revoked", _("revoked")


SENT, ACCEPTED, DECLINED, REVOKED = InvitationState.values
INVITER, INVITED = "inviter", "invited"

FLOW = Flow(
    SENT,
    move("resend", _("Send again"), {SENT}, SENT, by={INVITER}, event=InvitationResent),
    move("revoke", _("Revoke"), {SENT}, REVOKED, by={INVITER}, event=InvitationRevoked),
    move("accept", _("Accept"), {SENT}, ACCEPTED, by={INVITED}, event=InvitationAccepted),
    move("decline", _("Decline"), {SENT}, DECLINED, by={INVITED}, event=InvitationDeclined),
)
