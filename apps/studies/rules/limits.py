"""A mean against specification limits, and how many decimals a figure carries."""

from decimal import Decimal
from math import floor, log10

from apps.studies.statistics.conformity import COVERAGE, Conformity, conformance

__all__ = ["COVERAGE", "Against", "against_limits", "places_of"]

Against = Conformity


def against_limits(
    mean: float, u_mean: float | None, lower: Decimal | None, upper: Decimal | None
) -> Against | None:
    """Judge a mean with its standard uncertainty; None where there are no limits.

    Within or outside only if the whole interval mean ± 2 u lies there (JCGM 106:2012, 8.3.2).
    """
    if lower is None and upper is None:
        return None
    if u_mean is None:
        return "undecided"
    limits = (None if limit is None else float(limit) for limit in (lower, upper))
    return conformance(mean, u_mean, *limits).verdict


def places_of(spread: float | None, step: float) -> int:
    """Give the decimals that show two significant digits of a standard deviation, else those reported."""
    smallest = spread or step
    return min(15, max(0, 1 - floor(log10(smallest)))) if smallest > 0 else 0
