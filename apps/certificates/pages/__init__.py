"""Pages of certificates, for holders and bodies, and the public verification."""

from apps.certificates.pages.acts import decide, evaluate, request_certification
from apps.certificates.pages.batches import batch, batch_files, batch_progress, decisions
from apps.certificates.pages.calendar import calendar, surveillance
from apps.certificates.pages.certificates import certificates, detail, pdf, progress, record, requestable
from apps.certificates.pages.check import verify_file
from apps.certificates.pages.directory import atom_feed, directory_entry, directory_list, json_feed
from apps.certificates.pages.identity import did_document
from apps.certificates.pages.letters import send
from apps.certificates.pages.life import amend, reinstate, suspend, withdraw
from apps.certificates.pages.listing import listing, unlist
from apps.certificates.pages.verify import verify_home, verify_number

__all__ = [
    "amend",
    "atom_feed",
    "batch",
    "batch_files",
    "batch_progress",
    "calendar",
    "certificates",
    "decide",
    "decisions",
    "detail",
    "did_document",
    "directory_entry",
    "directory_list",
    "evaluate",
    "json_feed",
    "listing",
    "pdf",
    "progress",
    "record",
    "reinstate",
    "request_certification",
    "requestable",
    "send",
    "surveillance",
    "suspend",
    "unlist",
    "verify_file",
    "verify_home",
    "verify_number",
    "withdraw",
]
