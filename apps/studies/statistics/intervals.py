"""Confidence intervals for what lies between laboratories, and for the general mean."""

# ruff: noqa: N815 -- the fields carry the symbols of the standard

from dataclasses import dataclass

import numpy as np
from scipy import special

from .cells import Cells, Floats
from .estimates import t_interval
from .figures import Interval
from .moments import Integers, Moments, moments_of, ratio
from .precision import CONFIDENCE, precision_of, spread_of_means

_TAIL = (1 - CONFIDENCE) / 2


@dataclass(frozen=True, slots=True)
class LevelIntervals:
    """Two-sided intervals of one level, in its unit, beside those of s_r and s_R in `Level`; None: none."""

    level: str
    mean: Interval | None
    s_L: Interval | None


def intervals_of(cells: Cells) -> tuple[LevelIntervals, ...]:
    """Compute them for all levels: the mean with Student's t of p - 1 degrees of freedom, s_L by limits below."""
    moments = moments_of(cells)
    precision = precision_of(moments)
    rows = zip(
        cells.levels,
        map(float, cells.offsets),
        precision.mean.tolist(),
        np.sqrt(precision.u_mean2).tolist(),
        precision.labs.tolist(),
        between_intervals(moments),
        strict=True,
    )
    return tuple(
        LevelIntervals(level, t_interval(offset + mean, u, labs - 1) if u > 0 else None, between)
        for level, offset, mean, u, labs, between in rows
    )


def between_intervals(moments: Moments) -> list[Interval | None]:
    """Confidence limits of s_L per level: modified large-sample limits for a difference of mean squares.

    Ting, Burdick, Graybill, Jeyaratnam and Lu, J. Stat. Comput. Simul. 35 (1990) 135. Unequal cells enter by
    the spread of their unweighted means and the harmonic mean of their sizes (Thomas and Hultquist, Ann.
    Stat. 6 (1978) 582). None without replicates, for one laboratory, and where there is no spread at all;
    from 0 to 0 where laboratories agree better than their replicates let expect.
    """
    labs = moments.present.sum(axis=1, dtype=np.int64)
    df_within = np.maximum(moments.counts - 1, 0).sum(axis=1)
    shares = np.where(moments.present, 1 / np.maximum(moments.counts, 1), 0.0)
    sizes = ratio(labs.astype(np.float64), shares.sum(axis=1))
    within = np.where(moments.replicated, moments.variances * (moments.counts - 1), 0.0).sum(axis=1)
    between, inside = sizes * spread_of_means(moments) ** 2, ratio(within, df_within)
    low, high = _limits(between, inside, labs - 1, np.where(between + inside > 0, df_within, 0))
    ends = zip(np.sqrt(low / sizes).tolist(), np.sqrt(high / sizes).tolist(), strict=True)
    return [Interval(lower, upper) if upper >= 0 else None for lower, upper in ends]


def _limits(first: Floats, second: Floats, df_first: Integers, df_second: Integers) -> tuple[Floats, Floats]:
    """Limits of the expectation of first - second, floored at 0; both are mean squares."""
    defined = (df_first > 0) & (df_second > 0)
    n1, n2 = np.where(defined, df_first, 1).astype(np.float64), np.where(defined, df_second, 1)
    g1, g2 = 1 - 1 / _mean_square(n1, 1 - _TAIL), 1 - 1 / _mean_square(n2, 1 - _TAIL)
    h1, h2 = 1 / _mean_square(n1, _TAIL) - 1, 1 / _mean_square(n2, _TAIL) - 1
    f_high, f_low = special.fdtri(n1, n2, 1 - _TAIL), special.fdtri(n1, n2, _TAIL)
    g12 = ((f_high - 1) ** 2 - (g1 * f_high) ** 2 - h2**2) / f_high
    h12 = ((1 - f_low) ** 2 - (h1 * f_low) ** 2 - g2**2) / f_low
    below = (g1 * first) ** 2 + (h2 * second) ** 2 + g12 * first * second
    above = (h1 * first) ** 2 + (g2 * second) ** 2 + h12 * first * second
    gap = np.where(defined, first - second, np.nan)
    low = np.maximum(gap - np.sqrt(np.maximum(below, 0.0)), 0.0)
    return low, np.maximum(gap + np.sqrt(np.maximum(above, 0.0)), 0.0)


def _mean_square(df: Floats | Integers, share: float) -> Floats:
    """Quantile of chi-squared over its degrees of freedom."""
    quantile: Floats = 2 * special.gammaincinv(df / 2, share) / df
    return quantile
