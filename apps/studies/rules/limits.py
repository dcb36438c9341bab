"""A mean against specification limits, and how many decimals a figure carries."""

from decimal import Decimal
from math import floor, log10
from typing import Final, Literal

COVERAGE: Final = 2
"""k of the expanded uncertainty, about 95 % (JCGM 100, 6.3)."""

Against = Literal["within", "outside", "undecided"]


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
    low, high = mean - COVERAGE * u_mean, mean + COVERAGE * u_mean
    if (lower is None or low >= float(lower)) and (upper is None or high <= float(upper)):
        return "within"
    below = lower is not None and high < float(lower)
    above = upper is not None and low > float(upper)
    return "outside" if below or above else "undecided"


def places_of(spread: float | None, step: float) -> int:
    """Give the decimals that show two significant digits of a standard deviation, else those reported."""
    smallest = spread or step
    return min(15, max(0, 1 - floor(log10(smallest)))) if smallest > 0 else 0
