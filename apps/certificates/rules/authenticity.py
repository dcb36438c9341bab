"""What a file is, from what was read of it: authentic, changed, re-saved, or not ours (reference, 2.6)."""

from dataclasses import dataclass
from typing import Final, Literal

from apps.certificates.rules.notes import NOTES
from apps.certificates.sealing.found import Reading, SealFound
from apps.certificates.sealing.material import DEVELOPMENT

Verdict = Literal["authentic", "changed_after_sealing", "resaved_copy", "not_ours"]
AUTHENTIC: Final = "authentic"
CHANGED: Final = "changed_after_sealing"
RESAVED: Final = "resaved_copy"
NOT_OURS: Final = "not_ours"


@dataclass(frozen=True)
class Judged:
    """A verdict, and the seal that it rests on, if any."""

    verdict: Verdict
    seal: SealFound | None


def judged(reading: Reading) -> Judged:
    """Judge a file by its seals; what it says of itself makes nothing authentic.

    It is authentic if one seal stands on it, ours, over every byte of it. A seal of ours that stands where it was
    put, over bytes that are no longer all or no longer the same, says that it was changed. One that was moved says
    that a program wrote the file anew. Without a seal, a file that names a number or encloses facts of ours is a
    copy at best. A file that bears only seals of others is not ours, whatever it says.
    """
    ours = [seal for seal in reading.seals if seal.is_ours and seal.is_sound]
    if not ours:
        is_a_copy = not reading.seals and bool(reading.number or reading.facts_sha256)
        return Judged(RESAVED if is_a_copy else NOT_OURS, reading.seals[0] if reading.seals else None)
    seal = ours[0]
    if not seal.is_in_place:
        return Judged(RESAVED, seal)
    is_whole = seal.is_intact and seal.covers_whole_file and len(reading.seals) == 1
    return Judged(AUTHENTIC if is_whole else CHANGED, seal)


def notes_of(reading: Reading, found: Judged) -> list[str]:
    """Name what made the verdict (`rules.notes`)."""
    notes = []
    if reading.trouble:
        notes.append(reading.trouble if reading.trouble in NOTES else "unreadable")
    if reading.is_pdf and not reading.seals:
        notes.append("no_seal")
    if found.verdict == NOT_OURS and reading.seals:
        notes.append("seal_of_others")
    if found.verdict == RESAVED and reading.seals:
        notes.append("seal_moved")
    if found.verdict == CHANGED and found.seal:
        notes.append("bytes_changed" if not found.seal.is_intact else "appended")
    if found.seal and DEVELOPMENT in found.seal.signer:
        notes.append("test_seal")
    return notes
