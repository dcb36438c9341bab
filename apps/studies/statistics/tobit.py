"""The likelihood of a normal sample of which some values are known as below or above a limit only."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from .cells import Floats

_MOST_STEPS = 200
_HALVINGS = 60
# The gain still to be had, per value: 1e-24 leaves 1e-12 of the standard deviation.
_SETTLED = 1e-24
_LOG_ROOT_2PI = float(np.log(2 * np.pi) / 2)


@dataclass(frozen=True, slots=True)
class Tobit:
    """Mean and standard deviation of greatest likelihood, with the covariance of (mean, log sd)."""

    mean: float
    sd: float
    u_mean: float
    u_log_sd: float


@dataclass(frozen=True, eq=False)
class Sample:
    """Quantified `values`, and the limits of those that lie `below` and `above` one."""

    values: Floats
    below: Floats
    above: Floats


def tobit(sample: Sample) -> Tobit | None:
    """Maximise the likelihood (Tobin, Econometrica 26 (1958) 24); None where it has no maximum.

    In the precision h = 1 / sd and k = mean / sd the logarithm of the likelihood is concave (Olsen,
    Econometrica 46 (1978) 1211), so that Newton's method finds the one maximum from anywhere.
    """
    everything = np.concatenate((sample.values, sample.below, sample.above))
    if not sample.values.size or not np.ptp(sample.values) > 0:
        return None
    centre, scale = float(everything.mean()), float(everything.std())
    unit = Sample(*((part - centre) / scale for part in (sample.values, sample.below, sample.above)))
    at = np.array([1.0, 0.0])
    value, slope, curve = _likelihood(at, unit)
    for _ in range(_MOST_STEPS):
        step = np.asarray(-np.linalg.solve(curve, slope), dtype=np.float64)
        if float(slope @ step) <= _SETTLED * sample.values.size:
            break
        at = _climbed(at, step, value, unit)
        value, slope, curve = _likelihood(at, unit)
    found = _answer(at, curve)
    return Tobit(centre + scale * found.mean, scale * found.sd, scale * found.u_mean, found.u_log_sd)


def _likelihood(at: Floats, sample: Sample) -> tuple[float, Floats, Floats]:
    """Logarithm of the likelihood at (h, k), its slope and its curvature."""
    h, k = at
    away = h * sample.values - k
    # A value above L is, with all signs turned, one below -L: the same terms serve both.
    limits = np.concatenate((sample.below, sample.above))
    sides = np.concatenate((np.ones(sample.below.size), -np.ones(sample.above.size)))
    inside = sides * (h * limits - k)
    logs = special.log_ndtr(inside)
    mills = np.exp(-(inside**2) / 2 - _LOG_ROOT_2PI - logs)
    bend = mills * (inside + mills)
    count = sample.values.size
    value = count * np.log(h) - (away**2).sum() / 2 + logs.sum()
    slope = np.array(
        [
            count / h - (away * sample.values).sum() + (sides * mills * limits).sum(),
            away.sum() - (sides * mills).sum(),
        ]
    )
    cross = sample.values.sum() + (bend * limits).sum()
    first = -count / h**2 - (sample.values**2).sum() - (bend * limits**2).sum()
    return float(value), slope, np.array([[first, cross], [cross, -count - bend.sum()]])


def _climbed(at: Floats, step: Floats, value: float, sample: Sample) -> Floats:
    """Take the step, halved until it leads upward (and leaves the precision positive)."""
    for _ in range(_HALVINGS):
        target = at + step
        if target[0] > 0 and _likelihood(target, sample)[0] >= value:
            return target
        step = step / 2
    return at


def _answer(at: Floats, curve: Floats) -> Tobit:
    h, k = (float(part) for part in at)
    covariance = np.linalg.inv(-curve)
    of_mean, of_log = np.array([-k / h**2, 1 / h]), np.array([-1 / h, 0.0])
    u_mean, u_log = (float(np.sqrt(way @ covariance @ way)) for way in (of_mean, of_log))
    return Tobit(k / h, 1 / h, u_mean, u_log)
