"""What the public register says of a certificate: what its paper says, and its state of today."""

import hmac
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from apps.certificates.models import Certificate
from apps.certificates.projections.facts import read
from apps.certificates.projections.words import state_word

FINGERPRINT_LENGTH: Final = 16  # characters of facts_sha256 in the QR code
DEMONSTRATION: Final = "demonstration"


@dataclass(frozen=True, kw_only=True)
class RegisterEntry:
    """A certificate as anyone may know it. `state` is valid, expired or withdrawn."""

    id: UUID
    number: str
    state: str
    material: str
    grade: str
    holder: str
    body: str
    issued_on: date
    valid_until: date
    withdrawn_on: date | None
    test: bool


@dataclass(frozen=True)
class Verified:
    """An entry, and what the fingerprint of a paper says: absent, matches (then the facts follow), or other."""

    entry: RegisterEntry
    paper: str
    facts: dict[str, Any] | None

    @property
    def standing(self) -> str:
        """What a stranger may go by: the entry's state, but of a demonstration's certificate never that."""
        return DEMONSTRATION if self.entry.test else self.entry.state


def register_entry(certificate: Certificate, at: datetime) -> RegisterEntry:
    """Project an issued or withdrawn certificate; the names are those frozen on its paper."""
    facts = read(certificate.facts)
    issued_at, valid_until = certificate.issued_at, certificate.valid_until
    if issued_at is None or valid_until is None or certificate.number is None:
        message = "Only what was issued stands in the register."
        raise ValueError(message)
    return RegisterEntry(
        id=certificate.pk,
        number=certificate.number,
        state=state_word(certificate, at),
        material=facts["product"]["material"],
        grade=facts["product"]["grade"],
        holder=facts["holder"]["name"],
        body=facts["body"]["name"],
        issued_on=timezone.localdate(issued_at),
        valid_until=valid_until,
        withdrawn_on=timezone.localdate(certificate.withdrawn_at) if certificate.withdrawn_at else None,
        test=facts["test"],
    )


def verified(certificate: Certificate, fingerprint: str, at: datetime) -> Verified:
    """Compare a paper's fingerprint; only a matching one opens the facts."""
    entry = register_entry(certificate, at)
    if not fingerprint:
        return Verified(entry, "absent", None)
    ours = certificate.facts_sha256[:FINGERPRINT_LENGTH].encode()
    if hmac.compare_digest(fingerprint.strip().lower().encode(), ours):
        return Verified(entry, "matches", read(certificate.facts) | {"number": entry.number})
    return Verified(entry, "other", None)
