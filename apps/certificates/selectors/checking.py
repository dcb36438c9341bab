"""Checking a file that somebody holds: by its hash first; only what the register does not know is looked into."""

from datetime import datetime
from typing import Final

from apps.certificates.models import IssuedFile, SealKey
from apps.certificates.projections.register import verified
from apps.certificates.rules.checked import Checked, Known, SealTold, checked_by_hash, checked_with
from apps.certificates.rules.numbers import read_number
from apps.certificates.sealing.found import Trust
from apps.certificates.sealing.sandbox import read_apart
from apps.certificates.selectors.register import issued
from apps.core.canonical import sha256

NO_SEAL: Final = "0" * 64  # the fingerprint under which files from before there were seals stand


def check_file(pdf: bytes, *, at: datetime) -> Checked:
    """Answer whoever holds a file; it is kept nowhere. At most four queries, and one process for a file unknown."""
    row = IssuedFile.objects.select_related("certificate", "seal").filter(sha256=sha256(pdf)).first()
    if row is not None:
        return _known(row, at)
    seals = list(SealKey.objects.exclude(fingerprint=NO_SEAL).order_by("pk"))
    trust = Trust(
        tuple(dict.fromkeys(one.roots or one.certificate for one in seals)),
        tuple(one.fingerprint for one in seals),
    )
    reading = read_apart(pdf, trust)
    found = issued(read_number(reading.number).number) if reading.number else None
    known = Known(verified(found, "", at).standing, found.facts_sha256) if found else None
    return checked_with(reading, known)


def _known(row: IssuedFile, at: datetime) -> Checked:
    certificate, seal = row.certificate, row.seal
    notes = []
    if seal.compromised_at:
        notes.append("seal_compromised")
    elif row.sha256 != certificate.pdf_sha256:
        notes.append("sealed_again")
    if seal.is_test:
        notes.append("test_seal")
    told = SealTold(
        valid=not seal.compromised_at and seal.fingerprint != NO_SEAL,
        signer=seal.name,
        signed_at=row.made_at.isoformat(timespec="seconds"),
        covers_whole_file=True,
        modified_after=False,
    )
    return checked_by_hash(str(certificate.number), verified(certificate, "", at).standing, told, notes)
