"""Pages of certificates, for holders and bodies, and the public verification."""

from apps.certificates.pages.acts import decide, evaluate, request_certification
from apps.certificates.pages.calendar import calendar, surveillance
from apps.certificates.pages.certificates import certificates, detail, pdf, progress, record, requestable
from apps.certificates.pages.check import verify_file
from apps.certificates.pages.identity import did_document
from apps.certificates.pages.life import amend, reinstate, suspend, withdraw
from apps.certificates.pages.verify import verify_home, verify_number

__all__ = [
    "amend",
    "calendar",
    "certificates",
    "decide",
    "detail",
    "did_document",
    "evaluate",
    "pdf",
    "progress",
    "record",
    "reinstate",
    "request_certification",
    "requestable",
    "surveillance",
    "suspend",
    "verify_file",
    "verify_home",
    "verify_number",
    "withdraw",
]
