"""The exact null distribution of the largest studentised deviate among m normal values.

The deviate x = (largest - mean) / sqrt(sum of squares), divided by its largest possible value sqrt((m - 1)
/ m), so that 1 / (m - 1) <= x <= 1. Taking the largest value away leaves m - 1 normal values, which gives
the recursion

    f_m(x) = m * density of any one deviate at x * F_(m-1)(its deviate among the others)

(Grubbs, Ann. Math. Statist. 21 (1950), section 4; here with angles, x = sin w, where all terms stay smooth).
"""

from collections.abc import Callable
from functools import cache

import numpy as np
from scipy import special
from scipy.interpolate import CubicHermiteSpline

from .cells import Floats

Distribution = Callable[[Floats], Floats]

_PANELS = 3000
_TINY = 1e-300
_PAIR = 2  # the deviates of two values are always + and - the largest possible
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(6)
GAUSS_NODES, GAUSS_WEIGHTS = (_NODES + 1) / 2, _WEIGHTS / 2


def cumulative(density: Callable[[Floats], Floats], edges: Floats) -> CubicHermiteSpline:
    """Integrate a density from the first edge on, panel by panel (Gauss), into a spline with exact slopes."""
    widths = np.diff(edges)
    areas = density(edges[:-1, None] + widths[:, None] * GAUSS_NODES) @ GAUSS_WEIGHTS * widths
    return CubicHermiteSpline(edges, np.concatenate(([0.0], np.cumsum(areas))), density(edges))


@cache
def largest_deviate(m: int) -> Distribution:
    """Return the distribution function F_m for `m` >= 2 values; it takes and returns arrays of any shape."""
    if m == _PAIR:
        return lambda x: (x >= 1.0).astype(float)
    for smaller in range(3, m):  # from below, so that the recursion stays shallow
        largest_deviate(smaller)
    first, middle, last = np.arcsin(joint_of(m, m - 1)), np.arcsin(joint_of(m, 2)), np.pi / 2
    table = _table(m, first, middle)

    def distribution(x: Floats) -> Floats:
        w = np.arcsin(np.clip(x, 0.0, 1.0))
        below, above = np.maximum(middle - w, 0.0), np.maximum(w - middle, 0.0)
        below = np.sqrt(np.minimum(below / max(middle - first, _TINY), 1.0))
        return np.asarray(table(1.0 - below + np.sqrt(above / (last - middle))))

    return distribution


def joint_of(m: int, together: int) -> float:
    """Return the x above which fewer than `together` of `m` deviates can lie; there F_m bends."""
    return float(np.sqrt((m - together) / (together * (m - 1))))


def _table(m: int, first: float, middle: float) -> CubicHermiteSpline:
    """F_m over 0 <= s <= 2: from the smallest w to the joint of two at s = 1, and on to the largest.

    Distances from the joint go with the square of 1 - s, which removes the square roots of F_m there.
    """
    norm = m / special.beta(0.5, (m - 2) / 2)
    smaller = largest_deviate(m - 1)

    def below(s: Floats) -> Floats:
        w = middle - (middle - first) * (1 - s) ** 2
        among_others = np.minimum(np.sqrt(m / (m - 2)) * np.tan(w), 1.0)
        return np.asarray(
            2 * (middle - first) * (1 - s) * norm * np.cos(w) ** (m - 3) * smaller(among_others)
        )

    lower = cumulative(below, np.linspace(0.0, 1.0, _PANELS + 1))
    # Above the joint of two the events "value i lies here" exclude each other: probabilities just add up.
    s = np.linspace(1.0, 2.0, _PANELS + 1)
    w = middle + (np.pi / 2 - middle) * (s - 1) ** 2
    values = 1.0 - m / 2 * special.betaincc(0.5, (m - 2) / 2, np.sin(w) ** 2)
    slopes = 2 * (np.pi / 2 - middle) * (s - 1) * norm * np.cos(w) ** (m - 3)
    edges = np.concatenate((lower.x, s[1:]))
    start = np.where(lower.x < 1.0, lower(lower.x), values[0])
    return CubicHermiteSpline(
        edges, np.concatenate((start, values[1:])), np.concatenate((below(lower.x), slopes[1:]))
    )
