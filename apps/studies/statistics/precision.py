"""Repeatability and reproducibility of all levels at once (ISO 5725-2, 7.4), balanced or not."""

# ruff: noqa: N815 -- the fields carry the symbols of the standard

from dataclasses import dataclass

import numpy as np
from scipy import special

from .cells import Floats
from .moments import Integers, Moments, centre_of, deviations, ratio

# 1.96 * sqrt(2) = 2.77, printed as 2.8 in ISO 5725-6, 4.1.4; results carry the factor used.
LIMIT_FACTOR = 2.8
CONFIDENCE = 0.95
# A few dozen units in the last place: what the sums of squares of a level lose at most.
ROUNDING = 64 * np.finfo(float).eps


@dataclass(frozen=True, eq=False)
class Precision:
    """Figures per level, each an array (levels,); NaN where undefined; variances in the unit squared.

    `mean` is relative to the level's offset. `between2` is the mean square between laboratories (s_d^2),
    `s_L2_raw` the between-laboratory variance before it is floored at zero, `n_bar` the effective number of
    results per laboratory, `df_r` and `df_R` degrees of freedom (the latter after Satterthwaite).
    """

    labs: Integers
    results: Integers
    mean: Floats
    s_x: Floats
    between2: Floats
    n_bar: Floats
    s_r2: Floats
    s_L2_raw: Floats
    s_L2: Floats
    s_R2: Floats
    u_mean2: Floats
    df_r: Integers
    df_R: Floats


def precision_of(moments: Moments) -> Precision:
    """Estimate the variance components by analysis of variance, all results (ISO 5725-2, 7.4.4, 7.4.5).

    Without replicates in any cell s_r and s_L are undefined and s_R is the standard deviation of the results;
    with one laboratory everything between laboratories is undefined.
    """
    counts, labs = moments.counts, moments.present.sum(axis=1, dtype=np.int64)
    results, squares = counts.sum(axis=1), (counts**2).sum(axis=1)
    df_r = np.maximum(counts - 1, 0).sum(axis=1)
    within = np.where(moments.replicated, moments.variances * (counts - 1), 0.0)
    mean = centre_of(moments, counts)
    between2 = ratio((counts * deviations(moments, mean) ** 2).sum(axis=1), labs - 1)
    n_bar = ratio(results - ratio(squares.astype(float), results), labs - 1)
    s_r2 = ratio(within.sum(axis=1), df_r)
    s_l2_raw = _difference(between2, s_r2) / n_bar
    s_l2 = np.maximum(s_l2_raw, 0.0)
    s_r2_total = np.where(df_r > 0, s_r2 + s_l2, between2)
    shares = ratio(squares.astype(float), results**2)
    u_mean2 = np.where(df_r > 0, s_l2 * shares + ratio(s_r2, results), ratio(s_r2_total, results))
    within2, floored = (1 - 1 / n_bar) * s_r2, s_l2_raw < 0
    return Precision(
        labs=labs,
        results=results,
        mean=mean,
        s_x=spread_of_means(moments),
        between2=between2,
        n_bar=n_bar,
        s_r2=s_r2,
        s_L2_raw=s_l2_raw,
        s_L2=s_l2,
        s_R2=s_r2_total,
        u_mean2=u_mean2,
        df_r=df_r,
        df_R=np.where(floored, df_r, _satterthwaite(between2 / n_bar, within2, s_r2_total, labs - 1, df_r)),
    )


def _difference(between: Floats, within: Floats) -> Floats:
    # Equal mean squares differ in floats by their rounding: without this, whether s_L is zero and which
    # degrees of freedom s_R has would turn with the unit.
    difference = between - within
    return np.where(np.abs(difference) <= ROUNDING * between, 0.0, difference)


def spread_of_means(moments: Moments) -> Floats:
    """Return the SD of the cell means per level, each laboratory counting once (ISO 5725-2, 7.3.4)."""
    weights = moments.present.astype(np.int64)
    away = deviations(moments, centre_of(moments, weights))
    return np.sqrt(ratio((away**2).sum(axis=1), weights.sum(axis=1) - 1))


def _satterthwaite(
    between: Floats, within: Floats, total: Floats, df_between: Integers, df_within: Integers
) -> Floats:
    # s_R^2 is the sum of two independent terms (Satterthwaite, Biometrics 2 (1946)); without replicates
    # only the first exists. Where s_L^2 was floored this does not hold: there s_R is s_r, with its degrees
    # of freedom.
    only_between = ratio(between**2, df_between)
    spread = only_between + np.where(df_within > 0, ratio(within**2, df_within), 0.0)
    return ratio(total**2, spread)


def interval_of(variance: Floats, df: Floats | Integers) -> tuple[Floats, Floats]:
    """Confidence limits (lower, upper) of a standard deviation, chi-squared with `df` degrees of freedom.

    NaN where the variance is zero or undefined: data without spread say nothing about it.
    """
    tail = (1 - CONFIDENCE) / 2
    degrees = np.where(np.isfinite(df) & (df > 0) & (variance > 0), df, np.nan)
    low = special.gammaincinv(degrees / 2, tail)
    high = special.gammaincinv(degrees / 2, 1 - tail)
    scale = variance * degrees / 2
    return np.sqrt(scale / high), np.sqrt(scale / low)
