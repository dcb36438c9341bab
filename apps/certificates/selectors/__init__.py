"""Reading certificates: as holder or body, as a stranger, and for the home page."""

from apps.certificates.selectors.calendar import (
    calendar_of,
    check_may_watch,
    done_surveillance,
    open_surveillance,
    to_remind,
)
from apps.certificates.selectors.certificates import (
    amendment_states,
    certificate_for,
    certificate_shown,
    certificates_of,
    check_may_amend,
    pdf_path,
    standings_of,
)
from apps.certificates.selectors.checking import check_file
from apps.certificates.selectors.evidence import (
    Candidate,
    against_of,
    candidates_of,
    closed_studies,
    evidence_of,
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
    "against_of",
    "amendment_states",
    "calendar_of",
    "candidates_of",
    "certificate_for",
    "certificate_shown",
    "certificates_of",
    "check_file",
    "check_may_amend",
    "check_may_watch",
    "closed_studies",
    "count_by_state",
    "credential",
    "did_document",
    "done_surveillance",
    "evidence_of",
    "half_made",
    "in_progress_for",
    "key_in_use",
    "open_surveillance",
    "pdf_path",
    "people_of",
    "register_entry",
    "register_lines",
    "signing_key",
    "standings_of",
    "status_length",
    "status_list",
    "study_to_certify",
    "to_remind",
    "verify",
    "verify_address",
    "waiting_for",
]
