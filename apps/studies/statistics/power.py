"""The chance that a planned study shows equivalence: laboratories and replicates against the margins.

The two one-sided statistics are a bivariate noncentral t with one standard deviation in common. Given that
deviation the chance is one of the normal distribution; it is integrated over the deviation (Phillips 1990;
Owen 1965), not approximated.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import lgamma, log, sqrt
from typing import Final

import numpy as np
from scipy import special

from .cells import Floats
from .equivalence import FEWEST_FOR_DECISION
from .tost import ALPHA, Margins

MOST_LABORATORIES: Final = 500
"""The search for the smallest number of laboratories stops here."""

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(256)
_REACH: Final = 12
"""Standard deviations of chi / sqrt(df) that are integrated over: the rest is below 1e-15."""


def standard_error(laboratories: int, replicates: int, s_lab_material: float, s_r: float) -> float:
    """Standard error of the mean difference of two materials tested by each laboratory.

    `s_lab_material` is the standard deviation with which one material's results scatter between laboratories
    beyond their common bias (laboratory x material), `s_r` that of repeatability: a laboratory's difference
    has twice the variance of each material's part.
    """
    if laboratories < 1 or replicates < 1 or s_lab_material < 0 or s_r < 0:
        raise ValueError("Laboratories and replicates are at least 1, standard deviations not negative.")
    return sqrt(2 * (s_lab_material**2 + s_r**2 / replicates) / laboratories)


def power_of_tost(
    se: float, df: int, margins: Margins, difference: float = 0.0, alpha: float = ALPHA
) -> float:
    """Probability that both one-sided tests reject, for the true standard error and the true difference."""
    low, high = difference - margins.low, margins.high - difference
    if se == 0:
        return float(min(low, high) > 0)
    t = float(special.stdtrit(df, 1 - alpha))
    spread = 1 / sqrt(2 * df)
    widest = (margins.high - margins.low) / (2 * t * se)
    start, end = max(0.0, 1 - _REACH * spread), min(1 + _REACH * spread, widest)
    if end <= start:
        return 0.0
    ratio = start + (end - start) * (_NODES + 1) / 2
    inside = special.ndtr(high / se - t * ratio) - special.ndtr(t * ratio - low / se)
    total = (end - start) / 2 * float(_WEIGHTS @ (inside * _density(ratio, df)))
    return min(1.0, max(0.0, total))


def _density(ratio: Floats, df: int) -> Floats:
    """Density of s / sigma on `df` degrees of freedom."""
    constant = log(2) + df / 2 * log(df / 2) - lgamma(df / 2)
    return np.asarray(np.exp(constant + (df - 1) * np.log(ratio) - df / 2 * ratio**2))


def approximate_power(
    se: float, df: int, margins: Margins, difference: float = 0.0, alpha: float = ALPHA
) -> float:
    """Give the same after the shifted central t distribution: a check by eye, too low for few laboratories."""
    t = float(special.stdtrit(df, 1 - alpha))
    ends = [(margins.high - difference) / se - t, (difference - margins.low) / se - t]
    return max(0.0, float(special.stdtr(df, ends).sum()) - 1)


@dataclass(frozen=True, slots=True)
class Assumed:
    """What a plan takes for true: spreads as for `standard_error`, the margins, the difference of the means."""

    s_lab_material: float
    s_r: float
    margins: Margins
    difference: float = 0.0
    alpha: float = ALPHA


def chance(assumed: Assumed, laboratories: int, replicates: int) -> float:
    """Probability that a study of this size is decided as equivalent; 0 below three laboratories."""
    se = standard_error(laboratories, replicates, assumed.s_lab_material, assumed.s_r)
    if laboratories < FEWEST_FOR_DECISION:
        return 0.0
    return power_of_tost(se, laboratories - 1, assumed.margins, assumed.difference, assumed.alpha)


def chances(
    assumed: Assumed, laboratories: Sequence[int], replicates: Sequence[int]
) -> tuple[tuple[float, ...], ...]:
    """Give the table of chances: a row for each number of laboratories, a column for each of replicates."""
    return tuple(tuple(chance(assumed, labs, each) for each in replicates) for labs in laboratories)


def fewest_laboratories(assumed: Assumed, wanted: float, replicates: int) -> int | None:
    """Smallest number of laboratories with at least the `wanted` chance; None up to `MOST_LABORATORIES`."""
    sizes = range(FEWEST_FOR_DECISION, MOST_LABORATORIES + 1)
    return next((labs for labs in sizes if chance(assumed, labs, replicates) >= wanted), None)
