"""Joint testing: several laboratories test the same items under one protocol."""

from apps.studies.models.analysis import Analysis, OutlierFlag
from apps.studies.models.items import (
    Characteristic,
    Direction,
    Item,
    ItemCheck,
    MarginKind,
    Transformation,
)
from apps.studies.models.laboratories import Enrolment, Sample
from apps.studies.models.papers import Paper
from apps.studies.models.sheets import Attachment, Cell, Sheet
from apps.studies.models.studies import (
    FEWEST_TO_CERTIFY,
    ProtocolVersion,
    Publication,
    Study,
    StudyRight,
    new_salt,
)

__all__ = [
    "FEWEST_TO_CERTIFY",
    "Analysis",
    "Attachment",
    "Cell",
    "Characteristic",
    "Direction",
    "Enrolment",
    "Item",
    "ItemCheck",
    "MarginKind",
    "OutlierFlag",
    "Paper",
    "ProtocolVersion",
    "Publication",
    "Sample",
    "Sheet",
    "Study",
    "StudyRight",
    "Transformation",
    "new_salt",
]
