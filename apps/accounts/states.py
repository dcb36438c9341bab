"""States of a colleague's invitation, and the table of its moves."""

from django.utils.translation import gettext_lazy as _

from apps.accounts.events import (
    ColleagueInvitationTakenBack,
    ColleagueInvitedAgain,
    PersonJoined,
)
from apps.accounts.models import ColleagueInvitation
from apps.core.flow import Flow, move

SENT, ACCEPTED, REVOKED = ColleagueInvitation.State.values
# Standings: manages the organisation now; holds the mailed link.
MANAGER, INVITED = "manager", "invited"

FLOW = Flow(
    SENT,
    move("resend", _("Send again"), {SENT}, SENT, by={MANAGER}, event=ColleagueInvitedAgain),
    move("revoke", _("Take back"), {SENT}, REVOKED, by={MANAGER}, event=ColleagueInvitationTakenBack),
    move("accept", _("Accept"), {SENT}, ACCEPTED, by={INVITED}, event=PersonJoined),
)
