"""The certification decision, the paper that carries it, and what is due, sealed and signed for it."""

from apps.certificates.models.batches import Batch, BatchLine
from apps.certificates.models.calendar import Reminder, Surveillance
from apps.certificates.models.certificates import (
    BORN,
    HALF_MADE,
    UNDER_WAY,
    Certificate,
    CertificateQuerySet,
)
from apps.certificates.models.credentials import CredentialKey, StatusEntry
from apps.certificates.models.directory import Listing, ListingQuerySet
from apps.certificates.models.letters import Letter
from apps.certificates.models.seals import IssuedFile, SealKey

__all__ = [
    "BORN",
    "HALF_MADE",
    "UNDER_WAY",
    "Batch",
    "BatchLine",
    "Certificate",
    "CertificateQuerySet",
    "CredentialKey",
    "IssuedFile",
    "Letter",
    "Listing",
    "ListingQuerySet",
    "Reminder",
    "SealKey",
    "StatusEntry",
    "Surveillance",
]
