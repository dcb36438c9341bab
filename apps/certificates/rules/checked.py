"""The answer to whoever holds a file, for the page, the API and the command; made with the register or without."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from apps.certificates.rules.authenticity import AUTHENTIC, NOT_OURS, RESAVED, Verdict, judged, notes_of
from apps.certificates.rules.notes import NOTES
from apps.certificates.sealing.found import Reading


@dataclass(frozen=True)
class SealTold:
    """The seal of a file. `signed_at` in ISO 8601."""

    valid: bool
    signer: str
    signed_at: str | None
    covers_whole_file: bool
    modified_after: bool


@dataclass(frozen=True)
class Known:
    """What the register holds under the number that a file names."""

    state: str
    facts_sha256: str


@dataclass(frozen=True)
class Checked:
    """A verdict; `state` is the register's, None without it; `facts_match` None where the file encloses none."""

    verdict: Verdict
    number: str
    state: str | None
    seal: SealTold | None
    facts_match: bool | None
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Give it as JSON, the notes as sentences in English."""
        seal = None if self.seal is None else dict(vars(self.seal))
        notes = [NOTES[name] for name in self.notes]
        return dict(vars(self)) | {"number": self.number or None, "seal": seal, "notes": notes}


def checked_alone(reading: Reading) -> Checked:
    """Judge a file with nothing at hand but a root: it tells whose seal it is, and no state."""
    found = judged(reading)
    seal = None
    if found.seal:
        seal = SealTold(
            valid=found.seal.is_ours and found.seal.is_sound and found.seal.is_intact,
            signer=found.seal.signer,
            signed_at=found.seal.signed_at,
            covers_whole_file=found.seal.covers_whole_file,
            modified_after=not (found.seal.is_intact and found.seal.covers_whole_file),
        )
    notes = notes_of(reading, found)
    if found.verdict == AUTHENTIC:
        notes.append("own_word_for_time")
    return Checked(
        verdict=found.verdict,
        number=reading.number,
        state=None,
        seal=seal,
        facts_match=reading.facts_are_consistent,
        notes=tuple(notes),
    )


def checked_with(reading: Reading, known: Known | None) -> Checked:
    """Judge a file whose hash the register does not know. So it is never authentic, whatever its seal says."""
    alone = checked_alone(reading)
    notes = [note for note in alone.notes if note != "own_word_for_time"]
    verdict = alone.verdict
    if verdict == AUTHENTIC:
        verdict, notes = NOT_OURS, [*notes, "not_in_register"]
    if known is None:
        if reading.number:
            notes.append("unknown_number")
        verdict = NOT_OURS if verdict == RESAVED else verdict
    match = None
    if known and reading.facts_sha256:
        match = reading.facts_are_consistent is True and reading.facts_sha256 == known.facts_sha256
        notes += [] if match else ["facts_differ"]
    state = known.state if known and verdict != NOT_OURS else None
    return replace(alone, verdict=verdict, state=state, facts_match=match, notes=tuple(notes))


def checked_by_hash(number: str, state: str, seal: SealTold, notes: Collection[str]) -> Checked:
    """Tell of a file that the register knows to the byte: no parser needs to look at it."""
    return Checked(
        verdict=AUTHENTIC, number=number, state=state, seal=seal, facts_match=True, notes=tuple(notes)
    )
