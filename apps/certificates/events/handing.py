"""News about letters, and about approvals of many."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from apps.core.errors import Words
from apps.core.events import Event


@dataclass(frozen=True, kw_only=True)
class LetterEvent(Event):
    """Stands in the letter's own chain: the record of a certificate is read by its body too, letters are not."""

    about: ClassVar[str] = "letter"
    sentence: ClassVar[Words] = ""
    letter_id: str
    number: str
    message_id: str


@dataclass(frozen=True, kw_only=True)
class CertificateSent(LetterEvent):
    """The address enters as a personal value."""

    sentence: ClassVar[Words] = _("Sent certificate {number} by mail ({message_id}).")


@dataclass(frozen=True, kw_only=True)
class LetterHandedOver(LetterEvent):
    sentence: ClassVar[Words] = _(
        "Handed certificate {number} to the mail server ({message_id}, PDF SHA-256 {pdf_sha256})."
    )
    pdf_sha256: str


@dataclass(frozen=True, kw_only=True)
class LetterRefused(LetterEvent):
    sentence: ClassVar[Words] = _("The mail server refused certificate {number} ({message_id}).")


@dataclass(frozen=True, kw_only=True)
class LetterGivenUp(LetterEvent):
    sentence: ClassVar[Words] = _("Gave up sending certificate {number} by mail ({message_id}).")


@dataclass(frozen=True, kw_only=True)
class BatchEvent(Event):
    """Stands in the batch's chain."""

    about: ClassVar[str] = "batch"
    sentence: ClassVar[Words] = ""
    batch_id: str


@dataclass(frozen=True, kw_only=True)
class BatchOrdered(BatchEvent):
    sentence: ClassVar[Words] = _(
        "Ordered the approval of {count} certificates for {months} months: {reasons}"
    )
    count: int
    months: int
    reasons: str


@dataclass(frozen=True, kw_only=True)
class ApprovalBlocked(BatchEvent):
    sentence: ClassVar[Words] = _("Certificate {certificate_id} was not approved: {reason}")
    certificate_id: str
    reason: str
