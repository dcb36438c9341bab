"""News about certificates."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from apps.core.errors import Words
from apps.core.events import Event


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
class CertificateResealed(CertificateEvent):
    sentence: ClassVar[Words] = _(
        "Sealed certificate {number} again with another key (PDF SHA-256 {pdf_sha256})."
    )
    number: str
    pdf_sha256: str
