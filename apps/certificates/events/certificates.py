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
    made_with: str = ""  # entries before 2026-11-30 do not say it


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
class CertificateResealed(CertificateEvent):
    sentence: ClassVar[Words] = _(
        "Sealed certificate {number} again with another key (PDF SHA-256 {pdf_sha256})."
    )
    number: str
    pdf_sha256: str
    made_with: str = ""  # entries before 2026-11-30 do not say it


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
