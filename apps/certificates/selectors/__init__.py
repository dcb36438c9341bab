"""Reading certificates: as holder or body, as a stranger, and for the home page."""

from apps.certificates.selectors.certificates import (
    certificate_for,
    certificate_shown,
    certificates_of,
    pdf_path,
    standings_of,
)
from apps.certificates.selectors.checking import check_file
from apps.certificates.selectors.evidence import (
    Candidate,
    candidates_of,
    closed_studies,
    evidence_of,
    incumbents_of,
    people_of,
    study_to_certify,
)
from apps.certificates.selectors.home import count_by_state, in_progress_for, waiting_for
from apps.certificates.selectors.register import (
    FOLDER,
    half_made,
    register_entry,
    register_lines,
    verify,
    verify_address,
)
from apps.certificates.selectors.twin import (
    credential,
    did_document,
    key_in_use,
    signing_key,
    status_length,
    status_list,
)

__all__ = [
    "FOLDER",
    "Candidate",
    "candidates_of",
    "certificate_for",
    "certificate_shown",
    "certificates_of",
    "check_file",
    "closed_studies",
    "count_by_state",
    "credential",
    "did_document",
    "evidence_of",
    "half_made",
    "in_progress_for",
    "incumbents_of",
    "key_in_use",
    "pdf_path",
    "people_of",
    "register_entry",
    "register_lines",
    "signing_key",
    "standings_of",
    "status_length",
    "status_list",
    "study_to_certify",
    "verify",
    "verify_address",
    "waiting_for",
]
