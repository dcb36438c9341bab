"""Algorithm A: robust mean and standard deviation of all levels at once (ISO 13528, C.3.1)."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from .cells import Floats
from .moments import Integers, ratio
from .quantiles import Quantiles

REACH = 1.5
# As printed in ISO 13528, formula (C.10): rounded from the exact one, which moves s* by .05 to .3 %. The exact
# one is the default: the published figures come out of both, those of other programs only of it.
PRINTED_FACTOR = 1.134
_INSIDE = float(special.ndtr(REACH) - special.ndtr(-REACH))
_DENSITY = float(np.exp(-(REACH**2) / 2) / np.sqrt(2 * np.pi))
EXACT_FACTOR = float(1 / np.sqrt(_INSIDE + (1 - _INSIDE) * REACH**2 - 2 * REACH * _DENSITY))

_TOLERANCE = 1e-10
_LAST_DIGITS = 1e-6
_COLLAPSED = 1e-9
_MOST_STEPS = 100_000
# Convergence takes 25 to 40 steps; who needs more creeps to a point that can be calculated.
_PATIENCE = 200


@dataclass(frozen=True, eq=False)
class AlgorithmA:
    """Arrays (levels,); `mean` in the coordinates of the values given, NaN where undefined.

    `sd` is NaN where it `collapsed`: so many values tie that s* shrinks without end; `mean` is then the value
    they tie at, the median. `clipped` counts the values pulled in, `steps` the iterations.
    """

    mean: Floats
    sd: Floats
    collapsed: Integers
    clipped: Integers
    steps: Integers


def algorithm_a(quantiles: Quantiles, factor: float = EXACT_FACTOR) -> AlgorithmA:
    """Iterate to 1e-10 of s* from the median and MADe (where that is 0, from the standard deviation).

    The last digits are then calculated from the values found inside. The stopping rule of the standard, an
    unchanged third significant figure, depends on the unit and stops up to 3 % early. A level's answer does
    not depend on the other levels.
    """
    away = quantiles.ordered - quantiles.median[:, None]
    start = np.where(quantiles.mad_e > 0, quantiles.mad_e, _deviation(away, quantiles.counts))
    levels = away.shape[0]
    mean, sd, steps = np.zeros(levels), start.copy(), np.zeros(levels, dtype=np.int64)
    collapsed = np.zeros(levels, dtype=np.int64)
    open_ = np.flatnonzero(start > 0)
    for step in range(1, _MOST_STEPS + 1):
        if not open_.size:
            break
        rows = away[open_]
        centre, spread = _step(rows, quantiles.counts[open_], mean[open_], sd[open_], factor)
        if step % _PATIENCE == 0:
            centre, spread = _jump(rows, quantiles.counts[open_], centre, spread, factor)
        settled = np.maximum(np.abs(centre - mean[open_]), np.abs(spread - sd[open_])) <= _TOLERANCE * spread
        gone = spread <= _COLLAPSED * start[open_]
        mean[open_], sd[open_], steps[open_] = centre, spread, step
        collapsed[open_[gone]] = 1
        open_ = open_[~(settled | gone)]
    collapsed[open_] = 1
    ended = np.flatnonzero((start > 0) & (collapsed == 0))
    mean[ended], sd[ended] = _polished(away[ended], quantiles.counts[ended], mean[ended], sd[ended], factor)
    clipped = (np.abs(away - mean[:, None]) > REACH * sd[:, None]).sum(axis=1, dtype=np.int64)
    return AlgorithmA(
        mean=quantiles.median + np.where(collapsed > 0, 0.0, mean),
        sd=np.where(collapsed > 0, np.nan, sd),
        collapsed=collapsed,
        clipped=clipped,
        steps=steps,
    )


def _step(rows: Floats, counts: Integers, mean: Floats, sd: Floats, factor: float) -> tuple[Floats, Floats]:
    reach = REACH * sd
    kept = np.minimum(np.maximum(rows, (mean - reach)[:, None]), (mean + reach)[:, None])
    centre = np.nansum(kept, axis=1) / counts
    squares = np.nansum((kept - centre[:, None]) ** 2, axis=1)
    return centre, factor * np.sqrt(squares / (counts - 1))


def _polished(
    rows: Floats, counts: Integers, mean: Floats, sd: Floats, factor: float
) -> tuple[Floats, Floats]:
    """Take the last digits from the equations: a step of 1e-10 may still be 1e-7 from where it leads."""
    centre, spread = _jump(rows, counts, mean, sd, factor)
    near = np.maximum(np.abs(centre - mean), np.abs(spread - sd)) <= _LAST_DIGITS * sd
    return np.where(near, centre, mean), np.where(near, spread, sd)


def _jump(rows: Floats, counts: Integers, mean: Floats, sd: Floats, factor: float) -> tuple[Floats, Floats]:
    """Go to the fixed point that belongs to the values now inside, where there is one.

    With l and h values pulled in from below and above and m inside (mean a, sum of squares S) the mean is
    a + (h - l) 1.5 s / m, so that s^2 (p - 1 - f^2 (m e^2 + 2.25 (l + h))) = f^2 S with e = 1.5 (h - l) / m.
    """
    reach = REACH * sd
    low, high = rows < (mean - reach)[:, None], rows > (mean + reach)[:, None]
    inside = ~(low | high | np.isnan(rows))
    below, above, kept = low.sum(axis=1), high.sum(axis=1), inside.sum(axis=1)
    middle = ratio(np.where(inside, rows, 0.0).sum(axis=1), kept)
    squares = (np.where(inside, rows - middle[:, None], 0.0) ** 2).sum(axis=1)
    lean = ratio(REACH * (above - below), kept)
    rest = counts - 1 - factor**2 * (kept * lean**2 + REACH**2 * (below + above))
    spread = factor * np.sqrt(ratio(squares, rest))
    jumps = ~np.isnan(spread) & (spread <= 2 * sd)
    return np.where(jumps, middle + lean * spread, mean), np.where(jumps, spread, sd)


def _deviation(away: Floats, counts: Integers) -> Floats:
    centre = ratio(np.nansum(away, axis=1), counts)
    squares = np.nansum((away - centre[:, None]) ** 2, axis=1)
    # One value has no spread; equal values have spread 0, exactly, since they are counted from the median.
    return np.sqrt(ratio(squares, counts - 1))
