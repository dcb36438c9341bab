"""Counts, means and variances of all cells at once."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .cells import Cells, Floats

Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]

# Differences between cell means below this share of the largest centred value are rounding noise of float64.
_NOISE = 1e-13


@dataclass(frozen=True, eq=False)
class Moments:
    """Figures of the cells, arrays (levels, labs), in the unit of the level and relative to its offset.

    `counts` are the numbers of results; `means` are NaN in an empty cell, `variances` (unit squared) where
    a cell has fewer than two results; `noise` (levels,) is the difference between means that float64 cannot
    tell from 0.
    """

    counts: Integers
    means: Floats
    variances: Floats
    noise: Floats

    @property
    def present(self) -> Booleans:
        """Which cells hold a result."""
        return self.counts > 0

    @property
    def replicated(self) -> Booleans:
        """Which cells have a standard deviation."""
        return self.counts > 1


def moments_of(cells: Cells) -> Moments:
    """Return the moments of all cells, in two passes from a value of the cell itself."""
    present = ~np.isnan(cells.values)
    counts = present.sum(axis=2, dtype=np.int64)
    # Counting from the first result of the cell makes the variance of identical results exactly zero.
    anchors = cells.values[..., 0] if cells.values.shape[2] else np.full(counts.shape, np.nan)
    shifted = np.where(present, cells.values - anchors[..., None], 0.0)
    shifts = ratio(shifted.sum(axis=2), counts)
    squares = np.where(present, shifted - shifts[..., None], 0.0) ** 2
    return Moments(
        counts=counts,
        means=anchors + shifts,
        variances=ratio(squares.sum(axis=2), counts - 1),
        noise=_NOISE * np.abs(np.where(present, cells.values, 0.0)).max(axis=(1, 2), initial=0.0),
    )


def ratio(numerator: Floats, denominator: Floats | Integers) -> Floats:
    """Divide, NaN where the denominator is not positive: an undefined figure, not an error."""
    undefined: Floats = np.full(np.broadcast_shapes(numerator.shape, denominator.shape), np.nan)
    quotient: Floats = np.divide(numerator, denominator, out=undefined, where=denominator > 0)
    return quotient


def deviations(moments: Moments, centre: Floats) -> Floats:
    """Take a centre (levels,) from the cell means: 0 in empty cells, and where all is rounding noise."""
    away = np.where(moments.present, moments.means - centre[:, None], 0.0)
    quiet = np.abs(away).max(axis=1, initial=0.0) <= moments.noise
    return np.where(quiet[:, None], 0.0, away)


def centre_of(moments: Moments, weights: Integers) -> Floats:
    """Weighted mean of the cell means per level; `weights` (levels, labs) are zero in empty cells."""
    # Counting from the lowest mean keeps the centre of equal means exact.
    lowest = np.where(moments.present, moments.means, np.inf).min(axis=1, initial=np.inf)
    above = np.where(moments.present, moments.means - lowest[:, None], 0.0)
    centre: Floats = lowest + ratio((weights * above).sum(axis=1), weights.sum(axis=1))
    return centre
