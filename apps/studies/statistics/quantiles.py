"""Median, MADe and nIQR of all levels at once (ISO 13528, C.2)."""

from dataclasses import dataclass

import numpy as np

from .cells import Floats
from .moments import Integers

MADE_FACTOR = 1.483
NIQR_FACTOR = 0.7413


@dataclass(frozen=True, eq=False)
class Quantiles:
    """Arrays (levels,) in the unit of the level, NaN where undefined; `ordered` (levels, labs) is sorted.

    In `ordered` missing values stand last, as NaN; `counts` are the values present.
    """

    ordered: Floats
    counts: Integers
    median: Floats
    mad_e: Floats
    n_iqr: Floats


def quantiles_of(values: Floats) -> Quantiles:
    """Compute them from values (levels, labs) with NaN gaps; scales need two values at least."""
    ordered = np.sort(values, axis=1)
    counts = (~np.isnan(ordered)).sum(axis=1, dtype=np.int64)
    median = quantile(ordered, counts, 0.5)
    spread = np.sort(np.abs(ordered - median[:, None]), axis=1)
    enough = counts > 1
    box = quantile(ordered, counts, 0.75) - quantile(ordered, counts, 0.25)
    return Quantiles(
        ordered=ordered,
        counts=counts,
        median=median,
        mad_e=np.where(enough, MADE_FACTOR * quantile(spread, counts, 0.5), np.nan),
        n_iqr=np.where(enough, NIQR_FACTOR * box, np.nan),
    )


def quantile(ordered: Floats, counts: Integers, share: float) -> Floats:
    """Return one quantile per sorted row, linear between order statistics (type 7 of Hyndman and Fan).

    It is the definition that reproduces Table E.5 of ISO 13528; NaN for an empty row.
    """
    if not ordered.shape[1]:
        return np.full(ordered.shape[0], np.nan)
    position = np.maximum(counts - 1, 0) * share
    below = np.floor(position).astype(np.int64)
    above = np.minimum(below + 1, np.maximum(counts - 1, 0))
    rows = np.arange(ordered.shape[0])
    low, high = ordered[rows, below], ordered[rows, above]
    part = position - below
    # Weighting both ends is exact for equal neighbours and for the middle of two.
    result: Floats = np.where(low == high, low, low * (1 - part) + high * part)
    return result


def tied(values: Floats, noise: Floats) -> Floats:
    """Sort values (levels, labs) with NaN gaps and make those equal that differ by no more than `noise`.

    `noise` (levels,) is what float64 leaves between means that are equal in decimal; without this the
    scales of tied results would be that noise instead of 0.
    """
    ordered = np.sort(values, axis=1)
    if not ordered.shape[1]:
        return ordered
    apart = ~(np.diff(ordered, axis=1) <= noise[:, None])
    starts = np.where(apart, np.arange(1, ordered.shape[1]), 0)
    first = np.maximum.accumulate(np.pad(starts, ((0, 0), (1, 0))), axis=1)
    return np.take_along_axis(ordered, first, axis=1)
