"""Pages of certificates, for holders and bodies, and the public verification."""

from apps.certificates.pages.acts import decide, evaluate, request_certification
from apps.certificates.pages.batches import batch, batch_files, batch_progress, decisions
from apps.certificates.pages.calendar import calendar, surveillance
from apps.certificates.pages.certificates import certificates, detail, pdf, progress, record, requestable
from apps.certificates.pages.check import verify_file
from apps.certificates.pages.identity import did_document
from apps.certificates.pages.letters import send
from apps.certificates.pages.life import amend, reinstate, suspend, withdraw
from apps.certificates.pages.verify import verify_home, verify_number

__all__ = [
    "amend",
    "batch",
    "batch_files",
    "batch_progress",
    "calendar",
    "certificates",
    "decide",
    "decisions",
    "detail",
    "did_document",
    "evaluate",
    "pdf",
    "progress",
    "record",
    "reinstate",
    "request_certification",
    "requestable",
    "send",
    "surveillance",
    "suspend",
    "verify_file",
    "verify_home",
    "verify_number",
    "withdraw",
]
