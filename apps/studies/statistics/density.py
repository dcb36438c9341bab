"""Kernel density: has the distribution of the results more than one hill? (ISO 13528, 10.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import numpy as np
from scipy.optimize import brentq

from . import cautions, notes
from .cells import Floats
from .notes import Note
from .offset import centred

_SIGMA_SHARE, _SPREAD_SHARE, _SPREAD_POWER = 0.75, 0.9, 0.2
# Around each result the slope is looked at in steps of h / 16 up to 4 h away: farther off it tells nothing.
_STEPS_PER_WIDTH, _WIDTHS = 16, 4
_NOTABLE_SHARE = 0.1
_HEIGHT = float(1 / np.sqrt(2 * np.pi))


@dataclass(frozen=True, slots=True)
class Mode:
    """One hill: where its top is, how high, and the share of the results on it."""

    at: float
    height: float
    share: float


@dataclass(frozen=True, slots=True)
class Density:
    """The hills of a kernel density from left to right, in the unit of the results (heights per unit)."""

    results: int
    bandwidth: float | None
    modes: tuple[Mode, ...]
    notes: tuple[Note, ...]

    @property
    def mode(self) -> float | None:
        """The top of the highest hill; None without results."""
        return max(self.modes, key=lambda one: one.height).at if self.modes else None


def bandwidth_for(sigma_pt: float) -> float:
    """Return 0.75 sigma_pt, which shows hills as far apart as matters for the purpose (10.3.2)."""
    return _SIGMA_SHARE * sigma_pt


def bandwidth_from(spread: float, results: int) -> float:
    """Return 0.9 s* / p^0.2, for a general look where no sigma_pt is given (10.3.2)."""
    return float(_SPREAD_SHARE * spread / results**_SPREAD_POWER)


def density_of(values: Sequence[Decimal], bandwidth: float | None) -> Density:
    """Find the hills of the density of values with a normal kernel.

    Without a positive bandwidth (no sigma_pt, no spread) there is no density. More than one hill with a tenth
    of the results or more on it is called several modes: no location describes such data.
    """
    if not values:
        return Density(0, bandwidth, (), (notes.NO_RESULTS,))
    if bandwidth is None or not 0 < bandwidth < np.inf:
        return Density(len(values), None, (), (cautions.NO_BANDWIDTH,))
    offset, floats = centred(values)
    modes = tuple(_modes(np.sort(floats), bandwidth, float(offset)))
    hills = sum(mode.share >= _NOTABLE_SHARE for mode in modes)
    return Density(len(values), bandwidth, modes, (cautions.SEVERAL_MODES,) if hills > 1 else ())


def density_at(places: Floats, values: Floats, bandwidth: float) -> Floats:
    """Return the height of the density of `values` at `places`, for a curve."""
    away = (places[:, None] - values) / bandwidth
    return np.asarray(np.exp(-(away**2) / 2).mean(axis=1) * _HEIGHT / bandwidth)


def _slope(place: float, values: Floats, bandwidth: float) -> float:
    away = (values - place) / bandwidth
    return float((away * np.exp(-(away**2) / 2)).sum())


def _modes(values: Floats, bandwidth: float, offset: float) -> list[Mode]:
    step = bandwidth / _STEPS_PER_WIDTH
    reach = np.arange(-_WIDTHS * _STEPS_PER_WIDTH, _WIDTHS * _STEPS_PER_WIDTH + 1)
    marks = np.unique(np.round(values / step)[:, None] + reach) * step
    slopes = np.array([_slope(mark, values, bandwidth) for mark in marks])
    falling = np.flatnonzero((slopes[:-1] > 0) & (slopes[1:] <= 0))
    tops = np.array([_top(marks[at], marks[at + 1], values, bandwidth) for at in falling])
    rising = marks[1:][(slopes[:-1] <= 0) & (slopes[1:] > 0)]
    feet = [rising[(rising > left) & (rising < right)][-1] for left, right in pairwise(tops)]
    counts = np.diff(np.concatenate(([0], np.searchsorted(values, feet), [values.size])))
    heights = density_at(tops, values, bandwidth)
    rows = zip(tops.tolist(), heights.tolist(), (counts / values.size).tolist(), strict=True)
    return [Mode(offset + top, height, share) for top, height, share in rows]


def _top(left: float, right: float, values: Floats, bandwidth: float) -> float:
    if _slope(right, values, bandwidth) == 0:
        return float(right)
    return float(brentq(_slope, left, right, args=(values, bandwidth), xtol=1e-12 * bandwidth))
