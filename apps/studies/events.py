"""News about studies. What concerns one laboratory's results stands in that sheet's own chain:
before closing, not even the trail of the study tells who handed in.
"""

from dataclasses import dataclass
from typing import ClassVar

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
class CharacteristicAdded(StudyEvent):
    sentence: ClassVar[Words] = _("Added the characteristic {code}.")
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
