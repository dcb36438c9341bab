"""News about certificates."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from apps.core.errors import Words
from apps.core.events import Event
from apps.core.templatetags.figures import day as in_words


@dataclass(frozen=True, kw_only=True)
class CertificateEvent(Event):
    """Stands in the certificate's chain."""

    about: ClassVar[str] = "certificate"
    sentence: ClassVar[Words] = ""
    certificate_id: str


@dataclass(frozen=True, kw_only=True)
class CertificationRequested(CertificateEvent):
    sentence: ClassVar[Words] = _("Asked for certification on study {study_reference}.")
    study_reference: str


@dataclass(frozen=True, kw_only=True)
class Evaluated(CertificateEvent):
    sentence: ClassVar[Words] = _("Evaluated the results.")


@dataclass(frozen=True, kw_only=True)
class CertificationApproved(CertificateEvent):
    sentence: ClassVar[Words] = _(
        "Approved the certification; the facts are frozen (SHA-256 {facts_sha256})."
    )
    facts_sha256: str


@dataclass(frozen=True, kw_only=True)
class CertificationRefused(CertificateEvent):
    sentence: ClassVar[Words] = _("Refused the certification.")


@dataclass(frozen=True, kw_only=True)
class CertificateNumbered(CertificateEvent):
    sentence: ClassVar[Words] = _("Bound number {number}.")
    number: str


@dataclass(frozen=True, kw_only=True)
class CertificateIssued(CertificateEvent):
    sentence: ClassVar[Words] = _("Issued certificate {number} (PDF SHA-256 {pdf_sha256}).")
    number: str
    pdf_sha256: str


@dataclass(frozen=True, kw_only=True)
class IssueFailed(CertificateEvent):
    sentence: ClassVar[Words] = _("Making the PDF failed for good: {reason}. The number stays void.")
    reason: str


@dataclass(frozen=True, kw_only=True)
class CertificateWithdrawn(CertificateEvent):
    sentence: ClassVar[Words] = _("Withdrew certificate {number}: {reason}")
    number: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CredentialKeyEvent(Event):
    """Stands in the chain of a key that signs what machines read."""

    about: ClassVar[str] = "credential_key"
    sentence: ClassVar[Words] = ""
    credential_key_id: str
    kid: str


@dataclass(frozen=True, kw_only=True)
class CredentialKeyActivated(CredentialKeyEvent):
    sentence: ClassVar[Words] = _("Took key {kid} into use.")


@dataclass(frozen=True, kw_only=True)
class CredentialKeyRetired(CredentialKeyEvent):
    sentence: ClassVar[Words] = _("Retired key {kid}; it still verifies what it signed.")


@dataclass(frozen=True, kw_only=True)
class CredentialKeyCompromised(CredentialKeyEvent):
    sentence: ClassVar[Words] = _("Declared key {kid} compromised; nothing it signed counts any more.")


@dataclass(frozen=True, kw_only=True)
class CertificateResealed(CertificateEvent):
    sentence: ClassVar[Words] = _(
        "Sealed certificate {number} again with another key (PDF SHA-256 {pdf_sha256})."
    )
    number: str
    pdf_sha256: str


@dataclass(frozen=True, kw_only=True)
class CertificateSuspended(CertificateEvent):
    sentence: ClassVar[Words] = _("Suspended certificate {number}: {reason}")
    number: str
    code: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CertificateReinstated(CertificateEvent):
    sentence: ClassVar[Words] = _("Reinstated certificate {number}: {reason}")
    number: str
    code: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class AmendmentStarted(CertificateEvent):
    """Stands in the chain of the new certificate."""

    sentence: ClassVar[Words] = _("Started the amendment of certificate {replaced}: {reason}")
    replaced: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CertificateSuperseded(CertificateEvent):
    """Stands in the chain of the old certificate."""

    sentence: ClassVar[Words] = _("Certificate {number} is superseded by {successor}.")
    number: str
    successor: str


@dataclass(frozen=True, kw_only=True)
class CalendarEvent(CertificateEvent):
    """About a day of a certificate's calendar, which the record writes in words."""

    number: str
    day: str

    def telling(self) -> dict[str, Any]:
        """Give the day in the reader's language."""
        return self.body() | {"day": in_words(date.fromisoformat(self.day))}


@dataclass(frozen=True, kw_only=True)
class SurveillanceDone(CalendarEvent):
    sentence: ClassVar[Words] = _(
        "Did the surveillance of certificate {number} that was due on {day}: {note}"
    )
    note: str


@dataclass(frozen=True, kw_only=True)
class ExpiryNear(CalendarEvent):
    sentence: ClassVar[Words] = _("Reminded that certificate {number} is valid until {day}.")


@dataclass(frozen=True, kw_only=True)
class SurveillanceNear(CalendarEvent):
    sentence: ClassVar[Words] = _("Reminded that the surveillance of certificate {number} is due on {day}.")


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


@dataclass(frozen=True, kw_only=True)
class CertificateListed(CertificateEvent):
    """`level` is `entry` or `results`; listed again at another level it is told again."""

    sentence: ClassVar[Words] = _("Published certificate {number} in the directory: {level}.")
    number: str
    level: str

    def telling(self) -> dict[str, Any]:
        """Say in words how much is published."""
        levels = {"entry": _("the entry"), "results": _("the entry with results")}
        return self.body() | {"level": levels.get(self.level, self.level)}


@dataclass(frozen=True, kw_only=True)
class CertificateUnlisted(CertificateEvent):
    sentence: ClassVar[Words] = _("Took certificate {number} out of the directory.")
    number: str
