"""The statistics of joint testing: numbers in, numbers out, no Django.

`Cells.from_results(rows)` arranges results, `analyse(cells)` answers with an `Analysis`.
"""

from .analysis import EDITION, ENGINE_VERSION, Analysis, analyse
from .cells import Cells, DuplicateResultError
from .critical import Critical
from .figures import Interval, LabFigures, Level
from .notes import Note
from .precision import CONFIDENCE, LIMIT_FACTOR
from .verdicts import OutlierTest, Verdict

__all__ = [
    "CONFIDENCE",
    "EDITION",
    "ENGINE_VERSION",
    "LIMIT_FACTOR",
    "Analysis",
    "Cells",
    "Critical",
    "DuplicateResultError",
    "Interval",
    "LabFigures",
    "Level",
    "Note",
    "OutlierTest",
    "Verdict",
    "analyse",
]
