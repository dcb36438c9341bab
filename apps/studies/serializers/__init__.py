"""Studies as JSON, over the same values that the pages show. Numbers with digits are strings."""

from apps.studies.serializers.analysis import AnalysisOut, LevelOut
from apps.studies.serializers.materials import MaterialIn, MaterialOut
from apps.studies.serializers.protocol import (
    AmendmentIn,
    CharacteristicIn,
    CharacteristicOut,
    GuessIn,
    PowerOut,
    VersionOut,
)
from apps.studies.serializers.sheets import (
    AnyText,
    FaultOut,
    HintOut,
    RawFileIn,
    RawFileOut,
    SheetFileIn,
    SheetIn,
    SheetOut,
    SubmissionIn,
)
from apps.studies.serializers.studies import (
    ItemOut,
    LaboratoryOut,
    OwnPlaceOut,
    RevisionIn,
    StudyIn,
    StudyLineOut,
    StudyOut,
)

__all__ = [
    "AmendmentIn",
    "AnalysisOut",
    "AnyText",
    "CharacteristicIn",
    "CharacteristicOut",
    "FaultOut",
    "GuessIn",
    "HintOut",
    "ItemOut",
    "LaboratoryOut",
    "LevelOut",
    "MaterialIn",
    "MaterialOut",
    "OwnPlaceOut",
    "PowerOut",
    "RawFileIn",
    "RawFileOut",
    "RevisionIn",
    "SheetFileIn",
    "SheetIn",
    "SheetOut",
    "StudyIn",
    "StudyLineOut",
    "StudyOut",
    "SubmissionIn",
    "VersionOut",
]
