"""News about studies. What concerns one laboratory's results stands in that sheet's own chain:
before closing, not even the trail of the study tells who handed in.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from apps.core.errors import Words
from apps.core.events import Event


@dataclass(frozen=True, kw_only=True)
class StudyEvent(Event):
    """Stands in the study's chain."""

    about: ClassVar[str] = "study"
    sentence: ClassVar[Words] = ""
    study_id: str


@dataclass(frozen=True, kw_only=True)
class StudyPlanned(StudyEvent):
    sentence: ClassVar[Words] = _("Planned the study {reference}.")
    reference: str


@dataclass(frozen=True, kw_only=True)
class CoordinatorNamed(StudyEvent):
    """Tells that there is another coordinator, not who: laboratories read the trail of an open study."""

    sentence: ClassVar[Words] = _("Named another coordinator.")
    person_id: str


@dataclass(frozen=True, kw_only=True)
class CharacteristicAdded(StudyEvent):
    sentence: ClassVar[Words] = _("Added the characteristic {code}.")
    code: str


@dataclass(frozen=True, kw_only=True)
class StudyRevised(StudyEvent):
    sentence: ClassVar[Words] = _("Changed the plan.")


@dataclass(frozen=True, kw_only=True)
class CharacteristicChanged(StudyEvent):
    sentence: ClassVar[Words] = _("Changed the characteristic {code}.")
    code: str


@dataclass(frozen=True, kw_only=True)
class CharacteristicRemoved(StudyEvent):
    sentence: ClassVar[Words] = _("Removed the characteristic {code}.")
    code: str


@dataclass(frozen=True, kw_only=True)
class StudyOpened(StudyEvent):
    sentence: ClassVar[Words] = _("Opened the study; the protocol is locked (SHA-256 {protocol_sha256}).")
    protocol_sha256: str


@dataclass(frozen=True, kw_only=True)
class LaboratoryEnrolled(StudyEvent):
    sentence: ClassVar[Words] = _("A laboratory enrolled.")
    enrolment_id: str


@dataclass(frozen=True, kw_only=True)
class StudyClosed(StudyEvent):
    sentence: ClassVar[Words] = _(
        "Closed the study and analysed {sheets} sheets (inputs SHA-256 {inputs_sha256})."
    )
    sheets: int
    inputs_sha256: str
    protocol_salt: str = ""


@dataclass(frozen=True, kw_only=True)
class ProtocolAmended(StudyEvent):
    sentence: ClassVar[Words] = _(
        "Amended the protocol: version {version} (SHA-256 {protocol_sha256}). {reason}"
    )
    version: int
    protocol_sha256: str
    reason: str
    invalidates: str = ""


@dataclass(frozen=True, kw_only=True)
class ItemChecked(StudyEvent):
    """Tells that an item was checked, not which: the trail of an open study is read by laboratories."""

    sentence: ClassVar[Words] = _("Recorded a check of an item.")
    check_id: int


RULINGS = {
    "keep": _("keep"),
    "exclude": _("leave out"),
    "exclude_result": _("leave out the one result"),
}


@dataclass(frozen=True, kw_only=True)
class FlagEvent(StudyEvent):
    """About what a test points at: a laboratory's cell, one `replicate` of it, or, without a level, all it has."""

    sentence: ClassVar[Words] = ""
    flag_id: int
    laboratory: str
    level: str
    replicate: int | None = None

    def telling(self) -> dict[str, Any]:
        """Say where in words, and what was ruled."""
        where: Words = self.level or _("every level")
        if self.replicate:
            where = _("%(level)s, result %(number)s") % {"level": self.level, "number": self.replicate}
        body = self.body()
        return body | {"level": where, "ruling": RULINGS.get(body.get("ruling", ""), "")}


@dataclass(frozen=True, kw_only=True)
class FlagRuled(FlagEvent):
    sentence: ClassVar[Words] = _("Ruled on {laboratory} at {level} ({test}): {ruling}. {reason}")
    test: str
    ruling: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class FlagConfirmed(FlagEvent):
    sentence: ClassVar[Words] = _("Confirmed the ruling on {laboratory} at {level}: {ruling}.")
    ruling: str


@dataclass(frozen=True, kw_only=True)
class FlagReturned(FlagEvent):
    sentence: ClassVar[Words] = _("Sent the ruling on {laboratory} at {level} back. {reason}")
    reason: str


@dataclass(frozen=True, kw_only=True)
class AnalysisRun(StudyEvent):
    sentence: ClassVar[Words] = _(
        "Run {number} of the analysis, exclusions: {excluded} (inputs SHA-256 {inputs_sha256})."
    )
    number: int
    excluded: int
    inputs_sha256: str


@dataclass(frozen=True, kw_only=True)
class StudyConcluded(StudyEvent):
    sentence: ClassVar[Words] = _("Concluded the study with run {number} of the analysis.")
    number: int


@dataclass(frozen=True, kw_only=True)
class SampleEvent(Event):
    """Stands in the sample's own chain: its laboratory and the convener read it."""

    about: ClassVar[str] = "sample"
    sentence: ClassVar[Words] = ""
    sample_id: str
    study_id: str


@dataclass(frozen=True, kw_only=True)
class SampleDispatched(SampleEvent):
    sentence: ClassVar[Words] = _("Dispatched the sample {code}.")
    code: str


@dataclass(frozen=True, kw_only=True)
class SampleReceived(SampleEvent):
    sentence: ClassVar[Words] = _("Received the sample {code}: {condition}.")
    code: str
    condition: str


@dataclass(frozen=True, kw_only=True)
class SampleDamaged(SampleEvent):
    sentence: ClassVar[Words] = _("The sample {code} came in damaged: {condition}.")
    code: str
    condition: str


@dataclass(frozen=True, kw_only=True)
class SheetEvent(Event):
    """Stands in the sheet's own chain."""

    about: ClassVar[str] = "sheet"
    sentence: ClassVar[Words] = ""
    sheet_id: str
    study_id: str


@dataclass(frozen=True, kw_only=True)
class SheetReceived(SheetEvent):
    sentence: ClassVar[Words] = _("Received a result sheet (SHA-256 {sha256}).")
    sha256: str


@dataclass(frozen=True, kw_only=True)
class SheetDrafted(SheetEvent):
    sentence: ClassVar[Words] = _("Read the sheet: {results} results, kept as a draft.")
    results: int


@dataclass(frozen=True, kw_only=True)
class SheetDiscarded(SheetEvent):
    sentence: ClassVar[Words] = _("Discarded the draft.")


@dataclass(frozen=True, kw_only=True)
class FileAttached(SheetEvent):
    sentence: ClassVar[Words] = _("Attached the file {file_name} (SHA-256 {sha256}).")
    file_name: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class FileDetached(SheetEvent):
    sentence: ClassVar[Words] = _("Took the file {file_name} away.")
    file_name: str


@dataclass(frozen=True, kw_only=True)
class SheetTaken(SheetEvent):
    sentence: ClassVar[Words] = _("Took the sheet: {results} results.")
    results: int


@dataclass(frozen=True, kw_only=True)
class SheetRefused(SheetEvent):
    sentence: ClassVar[Words] = _("Refused the sheet: {faults} faults; nothing was stored.")
    faults: int


@dataclass(frozen=True, kw_only=True)
class SheetReplaced(SheetEvent):
    """Another valid sheet of the same laboratory counts instead."""

    sentence: ClassVar[Words] = _("Replaced by a later sheet.")
    by_sheet_id: str
