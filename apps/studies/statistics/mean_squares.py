"""Confidence intervals of variance components that are sums or differences of mean squares."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from .cells import Floats
from .figures import Interval
from .precision import CONFIDENCE

_TAIL = (1 - CONFIDENCE) / 2


@dataclass(frozen=True, slots=True)
class MeanSquare:
    """An independent mean square: its value (unit squared) and its degrees of freedom."""

    value: float
    df: int


def interval_of_sum(parts: list[tuple[float, MeanSquare]]) -> Interval | None:
    """Interval of the standard deviation whose variance is a sum of positive multiples of mean squares.

    Modified large sample limits (Graybill and Wang, J. Amer. Stat. Assoc. 75 (1980)); exact for one mean
    square. None where the sum is zero.
    """
    terms = np.array([factor * square.value for factor, square in parts])
    if not terms.sum() > 0:
        return None
    low, high = _relative_limits(np.array([square.df for _, square in parts]))
    below, above = np.sqrt(((1 - low) ** 2 * terms**2).sum()), np.sqrt(((high - 1) ** 2 * terms**2).sum())
    return Interval(float(np.sqrt(max(0.0, terms.sum() - below))), float(np.sqrt(terms.sum() + above)))


def interval_of_difference(factor: float, first: MeanSquare, second: MeanSquare) -> Interval | None:
    """Interval of the standard deviation whose variance is `factor` * (first - second).

    Modified large sample limits (Ting, Burdick, Graybill, Jeyaratnam and Lu, J. Stat. Comput. Simul. 35
    (1990)), floored at zero. None where the first mean square is zero.
    """
    if not first.value > 0:
        return None
    a, b = first.value, second.value
    low, high = _relative_limits(np.array([first.df, second.df]))
    shrink, grow = 1 - low, high - 1
    # F with the tail above, and with the tail below: what the product of both mean squares contributes.
    above = float(special.fdtri(first.df, second.df, 1 - _TAIL))
    below = float(special.fdtri(first.df, second.df, _TAIL))
    cross_low = ((above - 1) ** 2 - shrink[0] ** 2 * above**2 - grow[1] ** 2) / above
    cross_high = ((1 - below) ** 2 - grow[0] ** 2 * below**2 - shrink[1] ** 2) / below
    down = (shrink[0] * a) ** 2 + (grow[1] * b) ** 2 + cross_low * a * b
    up = (grow[0] * a) ** 2 + (shrink[1] * b) ** 2 + cross_high * a * b
    ends = [a - b - np.sqrt(max(0.0, down)), a - b + np.sqrt(max(0.0, up))]
    return Interval(*(float(np.sqrt(factor * max(0.0, end))) for end in ends))


def _relative_limits(df: Floats) -> tuple[Floats, Floats]:
    """Give the limits of each true variance over its mean square (chi-squared)."""
    return df / special.chdtri(df, _TAIL), df / special.chdtri(df, 1 - _TAIL)
