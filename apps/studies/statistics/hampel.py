"""Hampel's estimator of location, by the finite algorithm with a unique answer (ISO 13528, C.5.3.3)."""

import numpy as np

from .cells import Floats

_KNOTS = np.array([-4.5, -3.0, -1.5, 1.5, 3.0, 4.5])
_TINY = 1e-12


def hampel(values: Floats, scale: float) -> float:
    """Return the location of values (labs,) without gaps, with a given scale; the median for scale 0.

    The sum of Hampel's psi over all values is linear between its nodes; of its zeros the one nearest to the
    median is taken, of two equally near ones the median itself. NaN for no values.
    """
    if not values.size:
        return float("nan")
    median = float(np.median(values))
    if not scale > 0:
        return median
    ordered = np.sort((values - median) / scale)
    nodes = np.unique(ordered[:, None] + _KNOTS)
    zeros = _zeros(nodes, _influence(ordered, nodes))
    nearest = float(np.abs(zeros).min(initial=np.inf))
    chosen = zeros[np.abs(zeros) <= nearest + _TINY]
    apart = not chosen.size or chosen.max() - chosen.min() > _TINY * (2 + nearest)
    return median if apart else median + scale * float(chosen[0])


def _influence(ordered: Floats, nodes: Floats) -> Floats:
    """Sum of psi at every node: it rises to 1.5, stays to 3, falls to 0 at 4.5."""
    away = ordered - nodes[:, None]
    tails = np.clip(away, 3.0, 4.5) + np.clip(away, -4.5, -3.0)
    psi = np.clip(away, -1.5, 1.5) - tails
    total: Floats = psi.sum(axis=1)
    return np.where(np.abs(total) <= _TINY * ordered.size, 0.0, total)


def _zeros(nodes: Floats, sums: Floats) -> Floats:
    left, right = sums[:-1], sums[1:]
    crossing = left * right < 0
    share = np.divide(left, left - right, out=np.zeros_like(left), where=crossing)
    between = (nodes[:-1] + share * np.diff(nodes))[crossing]
    # Where the sum is zero over a whole piece that holds the median, the median is the nearest zero.
    flat = (left == 0) & (right == 0) & (nodes[:-1] <= 0) & (nodes[1:] >= 0)
    return np.concatenate((between, nodes[sums == 0], np.zeros(int(flat.any()))))
