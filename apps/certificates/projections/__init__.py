"""What is shown of a certificate: frozen values, no queries."""

from apps.certificates.projections.comparison import Against
from apps.certificates.projections.credential import Issued, credential
from apps.certificates.projections.did import did_document, did_web
from apps.certificates.projections.directory import DirectoryEntry, country_name, directory_entry
from apps.certificates.projections.evidence import Evidence, evidence
from apps.certificates.projections.facts import Frozen, People, Signatory, facts_of, frozen, tell_what_changed
from apps.certificates.projections.lines import CertificateLine, CertificateShown, line, shown
from apps.certificates.projections.register import RegisterEntry, Verified, register_entry, verified
from apps.certificates.projections.status import status_list
from apps.certificates.projections.words import TONES, state_word, words_of

__all__ = [
    "TONES",
    "Against",
    "CertificateLine",
    "CertificateShown",
    "DirectoryEntry",
    "Evidence",
    "Frozen",
    "Issued",
    "People",
    "RegisterEntry",
    "Signatory",
    "Verified",
    "country_name",
    "credential",
    "did_document",
    "did_web",
    "directory_entry",
    "evidence",
    "facts_of",
    "frozen",
    "line",
    "register_entry",
    "shown",
    "state_word",
    "status_list",
    "tell_what_changed",
    "verified",
    "words_of",
]
