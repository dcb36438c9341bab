"""What each viewer gets of a study: frozen values, no queries inside."""

from apps.studies.projections.faults import FaultLine, fault_line
from apps.studies.projections.results import CharacteristicResult
from apps.studies.projections.sheets import OwnCell, SheetView, sheet_view
from apps.studies.projections.studies import (
    CharacteristicView,
    ItemView,
    LaboratoryLine,
    OwnPlace,
    StudyLine,
    StudyView,
)

__all__ = [
    "CharacteristicResult",
    "CharacteristicView",
    "FaultLine",
    "ItemView",
    "LaboratoryLine",
    "OwnCell",
    "OwnPlace",
    "SheetView",
    "StudyLine",
    "StudyView",
    "fault_line",
    "sheet_view",
]
