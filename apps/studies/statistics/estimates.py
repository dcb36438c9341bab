"""A location with its spread and uncertainty, as every estimator of a level answers."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from .figures import Interval
from .notes import Note
from .precision import CONFIDENCE

# Standard uncertainty of a robust mean in s* / sqrt(p) (ISO 13528, 7.7.7, for C.2, C.3 and C.5 after Amd 1).
ROBUST_FACTOR = 1.25
_FEWEST_FOR_SPREAD = 2


@dataclass(frozen=True, slots=True)
class Estimate:
    """Location `mean`, standard deviation `sd`, standard uncertainty `u` of the location.

    All in the unit of the results; `interval` is for the location, with Student's t of p - 1 degrees of
    freedom. Undefined figures are None and `notes` say why. `labs` is the number of laboratories counted.
    """

    mean: float | None = None
    sd: float | None = None
    u: float | None = None
    interval: Interval | None = None
    labs: int = 0
    notes: tuple[Note, ...] = ()


def robust_estimate(mean: float, sd: float, labs: int, notes: tuple[Note, ...] = ()) -> Estimate:
    """Complete a robust location and scale (NaN where undefined) with u = 1.25 s* / sqrt(p)."""
    return _estimate(mean, sd, labs, ROBUST_FACTOR, notes)


def plain_estimate(mean: float, sd: float, labs: int, notes: tuple[Note, ...] = ()) -> Estimate:
    """Complete an arithmetic mean and its standard deviation with u = s / sqrt(p)."""
    return _estimate(mean, sd, labs, 1.0, notes)


def t_interval(mean: float, u: float, df: int) -> Interval:
    """Two-sided confidence interval of a location with `df` >= 1 degrees of freedom."""
    reach = float(special.stdtrit(df, (1 + CONFIDENCE) / 2)) * u
    return Interval(mean - reach, mean + reach)


def _estimate(mean: float, sd: float, labs: int, factor: float, notes: tuple[Note, ...]) -> Estimate:
    if np.isnan(mean):
        return Estimate(labs=labs, notes=notes)
    if labs < _FEWEST_FOR_SPREAD or np.isnan(sd):
        return Estimate(mean=mean, labs=labs, notes=notes)
    u = factor * sd / labs**0.5
    # Without spread the data say nothing about it: no interval of width zero.
    interval = t_interval(mean, u, labs - 1) if sd > 0 else None
    return Estimate(mean, sd, u, interval, labs, notes)
