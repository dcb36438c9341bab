"""The Q method: a robust standard deviation from differences between laboratories (ISO 13528, C.5.2.2)."""

import numpy as np
from scipy import special

from .cells import Floats
from .couples import couples
from .moments import Integers

# Differences equal within this share of themselves are ties; and float64 cannot tell less than the noise.
_TIE = 1e-12
_NOISE = 16 * float(np.finfo(np.float64).eps)
_FEWEST = 2


def q_scale(cells: Floats) -> float:
    """Return the standard deviation of one level from its cells (labs, replicates), NaN where none.

    With replicates it is the reproducibility standard deviation of single results, with one value per
    laboratory that of the values. NaN for fewer than two laboratories; 0 where all results are equal.
    """
    counts = (~np.isnan(cells)).sum(axis=1)
    if (counts > 0).sum() < _FEWEST:
        return float("nan")
    distances, weights = _differences(cells, counts)
    points, shares = _cumulated(distances, weights, _NOISE * float(np.nanmax(np.abs(cells))))
    return _scale(points, shares)


def _differences(cells: Floats, counts: Integers) -> tuple[Floats, Floats]:
    """Sorted absolute differences between different laboratories, and their weights: each pair counts 1."""
    values = cells[~np.isnan(cells)]
    lab = np.repeat(np.arange(counts.size), counts)
    first, second = couples(values.size)
    if counts.max() > 1:
        between = lab[first] != lab[second]
        first, second = first[between], second[between]
    distances = np.abs(values[first] - values[second])
    if counts.max() == counts[counts > 0].min():
        return np.sort(distances), np.full(distances.size, 1 / distances.size)
    weights = 1 / (counts[lab[first]] * counts[lab[second]])
    order = np.argsort(distances, kind="stable")
    return distances[order], weights[order] / weights.sum()


def _cumulated(distances: Floats, weights: Floats, noise: float) -> tuple[Floats, Floats]:
    """Distinct distances and the share of differences up to each of them (H1)."""
    apart = np.diff(distances) > np.maximum(_TIE * distances[1:], noise)
    starts = np.flatnonzero(np.concatenate(([True], apart)))
    points = distances[starts]
    points[0] = 0.0 if points[0] <= noise else points[0]
    shares = np.cumsum(np.add.reduceat(weights, starts))
    return points, shares / shares[-1]


def _scale(points: Floats, shares: Floats) -> float:
    ties = float(shares[0]) if points[0] == 0 else 0.0
    if ties == 1:
        return 0.0
    middles = (shares + np.concatenate(([0.0], shares[:-1]))) / 2
    if points[0] == 0:
        middles[0] = 0.0
    else:
        points, middles = np.concatenate(([0.0], points)), np.concatenate(([0.0], middles))
    quantile = float(np.interp(0.25 + 0.75 * ties, middles, points))
    return quantile / (2**0.5 * float(special.ndtri(0.625 + 0.375 * ties)))
