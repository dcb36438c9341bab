"""The pictures of a report: few enough to be looked at."""

from typing import Final

from apps.core.figure import Figure
from apps.studies.documents.figures import forest_figure
from apps.studies.projections.flags import ComparedView, ConclusionView

MOST: Final = 3
"""Forest plots of one candidate; the analysis has one for each characteristic."""
MOST_LABORATORIES: Final = 40
"""Laboratories that a plot holds on half a sheet of paper."""


def forests_of(view: ConclusionView) -> list[Figure]:
    """Draw the differences of the laboratories in the characteristics that are least clear."""
    found = (forest_figure(view, one, "") for one in sorted(view.characteristics, key=_clarity)[:MOST])
    return [one for one in found if one and len(one.rows) - 1 <= MOST_LABORATORIES]


def _clarity(one: ComparedView) -> tuple[bool, float]:
    """Put what does not hold before what holds, and within each what comes closest to a margin."""
    test = (one.figures or {}).get("test")
    return one.holds, -test["p_value"] if test else 0.0
