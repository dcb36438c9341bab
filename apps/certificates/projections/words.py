"""The state of a certificate as one word: an issued one is valid or expired, by its last day."""

from datetime import date, datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.certificates.models import Certificate
from apps.certificates.states import ISSUED, CertificateState
from apps.core.errors import Words

VALID, EXPIRED = "valid", "expired"
TONES: Final = {
    "requested": "info",
    "evaluated": "info",
    "approved": "info",
    "issuing": "info",
    VALID: "good",
    EXPIRED: "warn",
    "suspended": "warn",
    "refused": "bad",
    "failed": "bad",
    "withdrawn": "bad",
    "superseded": "neutral",
}


def state_word(certificate: Certificate, at: datetime) -> str:
    """Give the state at a moment; valid through the last day where the platform stands.

    A suspended certificate past its last day stays suspended: that is the harder word.
    """
    if certificate.state != ISSUED:
        return certificate.state
    return lasting(certificate.valid_until, at)


def lasting(valid_until: date | None, at: datetime) -> str:
    """Tell whether an issued certificate is valid or expired at a moment."""
    return VALID if valid_until is not None and timezone.localdate(at) <= valid_until else EXPIRED


def words_of(state: str) -> Words:
    """Name a state in the reader's language."""
    return {VALID: _("valid"), EXPIRED: _("expired")}.get(state) or CertificateState(state).label
