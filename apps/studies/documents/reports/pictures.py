"""The pictures of a report: few enough to be looked at."""

from collections.abc import Sequence

from apps.core.figure import Figure
from apps.studies.projections.flags import ConclusionView
from apps.studies.projections.reports import ReportFacts


def forests_of(_view: ConclusionView, _facts: ReportFacts) -> Sequence[Figure]:
    """Draw the differences of the laboratories, of the characteristics that are least clear."""
    return []
