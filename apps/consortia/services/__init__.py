"""Opening consortia, inviting organisations, joining."""

from apps.consortia.services.consortia import AgreementText, adopt_agreement, open_consortium, publish_call
from apps.consortia.services.invitations import Invitee, invite, resend, revoke
from apps.consortia.services.joining import (
    Newcomer,
    accept_as_known,
    accept_as_newcomer,
    accept_as_person,
    decline,
)

__all__ = [
    "AgreementText",
    "Invitee",
    "Newcomer",
    "accept_as_known",
    "accept_as_newcomer",
    "accept_as_person",
    "adopt_agreement",
    "decline",
    "invite",
    "open_consortium",
    "publish_call",
    "resend",
    "revoke",
]
