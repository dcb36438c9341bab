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
from apps.certificates.states import SUSPENDED

FINGERPRINT_LENGTH: Final = 16  # characters of facts_sha256 in the QR code
DEMONSTRATION: Final = "demonstration"


@dataclass(frozen=True, kw_only=True)
class RegisterEntry:
    """A certificate as anyone may know it. `state` is valid, expired, suspended, withdrawn or superseded.

    `superseded_by` and `replaces` are the numbers before and after it in a chain of amendments, or empty.
    """

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
    suspended_on: date | None
    superseded_on: date | None
    superseded_by: str
    replaces: str
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
    """Project what was issued, whatever became of it; the names are those frozen on its paper."""
    facts, state = read(certificate.facts), state_word(certificate, at)
    issued_at, valid_until = certificate.issued_at, certificate.valid_until
    if issued_at is None or valid_until is None or certificate.number is None:
        message = "Only what was issued stands in the register."
        raise ValueError(message)
    return RegisterEntry(
        id=certificate.pk,
        number=certificate.number,
        state=state,
        material=facts["product"]["material"],
        grade=facts["product"]["grade"],
        holder=facts["holder"]["name"],
        body=facts["body"]["name"],
        issued_on=timezone.localdate(issued_at),
        valid_until=valid_until,
        withdrawn_on=_day(certificate.withdrawn_at),
        suspended_on=_day(certificate.suspended_at) if state == SUSPENDED else None,
        superseded_on=_day(certificate.superseded_at),
        superseded_by=number_of(certificate.superseded_by),
        replaces=number_of(certificate.replaces),
        test=facts["test"],
    )


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def number_of(certificate: Certificate | None) -> str:
    """Give the number of a neighbour in a chain of amendments; empty if there is none."""
    return (certificate.number or "") if certificate else ""


def verified(certificate: Certificate, fingerprint: str, at: datetime) -> Verified:
    """Compare a paper's fingerprint; only a matching one opens the facts."""
    entry = register_entry(certificate, at)
    if not fingerprint:
        return Verified(entry, "absent", None)
    ours = certificate.facts_sha256[:FINGERPRINT_LENGTH].encode()
    if hmac.compare_digest(fingerprint.strip().lower().encode(), ours):
        return Verified(entry, "matches", read(certificate.facts) | {"number": entry.number})
    return Verified(entry, "other", None)
