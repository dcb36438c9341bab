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
from apps.studies.serializers.rulings import (
    ConclusionsOut,
    FlagOut,
    ReasonIn,
    RulingIn,
    RunOut,
)
from apps.studies.serializers.samples import (
    CheckIn,
    CheckOut,
    ConditionIn,
    DispatchIn,
    DispatchOut,
    SampleOut,
    WaiverIn,
)
from apps.studies.serializers.scores import OwnScoresOut
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
    "CheckIn",
    "CheckOut",
    "ConclusionsOut",
    "ConditionIn",
    "DispatchIn",
    "DispatchOut",
    "FaultOut",
    "FlagOut",
    "GuessIn",
    "HintOut",
    "ItemOut",
    "LaboratoryOut",
    "LevelOut",
    "MaterialIn",
    "MaterialOut",
    "OwnPlaceOut",
    "OwnScoresOut",
    "PowerOut",
    "RawFileIn",
    "RawFileOut",
    "ReasonIn",
    "RevisionIn",
    "RulingIn",
    "RunOut",
    "SampleOut",
    "SheetFileIn",
    "SheetIn",
    "SheetOut",
    "StudyIn",
    "StudyLineOut",
    "StudyOut",
    "SubmissionIn",
    "VersionOut",
    "WaiverIn",
]
