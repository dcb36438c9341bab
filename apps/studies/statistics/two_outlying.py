"""The exact null distribution of Grubbs' statistic for two outlying means (ISO 5725-2, 7.3.4).

L is the sum of squares of the m = p - 2 other means over that of all p. Its density follows from three
independent parts: L itself, were the pair chosen at random; the direction of the pair, an angle; and the
largest deviate of the others, which must stay below both. Peers simulate this or interpolate a table.
"""

from functools import cache
from itertools import pairwise
from math import comb

import numpy as np
from scipy.interpolate import CubicHermiteSpline
from scipy.optimize import brentq

from .cells import Floats
from .critical import OUTLIER_LEVEL, STRAGGLER_LEVEL, Critical
from .largest_deviate import cumulative, joint_of, largest_deviate

# The tables are computed on first use: good to 1e-8 up to 40 laboratories, to 1e-5 up to this many.
MOST_LABS = 100
_PANELS = 100
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(32)
# s -> 3 s^2 - 2 s^3 crowds the nodes towards both ends, where the integrand may have a square root.
_UNIT = (_NODES + 1) / 2
_ANGLES, _ANGLE_WEIGHTS = _UNIT**2 * (3 - 2 * _UNIT), 3 * _UNIT * (1 - _UNIT) * _WEIGHTS


def p_value(labs: int, statistic: Floats) -> Floats:
    """Probability of an L at most this small at one given end, for 4 <= `labs` <= MOST_LABS means."""
    table = _table(labs)
    return np.clip(np.asarray(table(np.minimum(np.sqrt(statistic), table.x[-1]))), 0.0, 1.0)


@cache
def critical(labs: int, alpha: float) -> float:
    """Return the L below which lies the share `alpha` (one end), for 4 <= `labs` <= MOST_LABS means."""
    table = _table(labs)
    root = brentq(lambda y: float(table(y)) - alpha, 0.0, float(table.x[-1]), xtol=1e-13)
    return float(root) ** 2


@cache
def critical_pair(labs: int) -> Critical:
    """L at 1 % and 5 %, which ISO 5725-2, Table 5 shares between the two ends."""
    return Critical(critical(labs, OUTLIER_LEVEL / 2), critical(labs, STRAGGLER_LEVEL / 2))


@cache
def _table(labs: int) -> CubicHermiteSpline:
    """Distribution function of the square root of L (the root keeps it smooth at zero)."""
    m = labs - 2
    # Here the angle at which so many of the others can lie together above the pair leaves the range.
    joints = np.sqrt([together * (m + 2) / (m * (together + 2)) for together in _joints(m)])
    pieces = [np.linspace(low, high, _PANELS + 1) for low, high in pairwise([0.0, *joints])]
    edges = np.unique(np.concatenate(pieces))
    factor = comb(labs, 2) * (labs - 3)
    return cumulative(lambda y: factor * y ** (labs - 4) * _share_below(m, y), edges)


def _joints(m: int) -> list[int]:
    # F_m bends at each joint, but hardly from the fifth on; at the last it becomes zero.
    return sorted({*range(1, min(m, 5)), m - 1})


def _share_below(m: int, y: Floats) -> Floats:
    """Probability that the m others stay below both means of the pair, given sqrt(L) = y, over its angle."""
    root = np.maximum(y, 1e-9)
    reach = np.sqrt((1 / root**2 - 1) * (m + 1) / (m - 1))
    start = np.arccos(np.sqrt((m + 2) / (2 * (m + 1))))

    def angle_at(x: float) -> Floats:
        return np.maximum(start, np.arccos(np.minimum(x / reach, 1.0)))

    angles = [angle_at(joint_of(m, together)) for together in _joints(m)]
    stays = largest_deviate(m)
    total = angles[0] - start
    for low, high in pairwise(angles):
        inside = low[..., None] + (high - low)[..., None] * _ANGLES
        total = total + (high - low) * (stays(reach[..., None] * np.cos(inside)) @ _ANGLE_WEIGHTS)
    return np.asarray(total / np.pi)
