"""Where the laboratories' means gather: a kernel density and its hills (ISO 13528, 10.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np

from apps.studies.statistics import Cells, density_of, robust_of
from apps.studies.statistics.density import bandwidth_for, bandwidth_from, density_at

FEWEST: Final = 3
GATHERED: Final = 2
"""A hill of one laboratory is a laboratory that stands alone, not a place where they gather."""
NOTABLE: Final = 0.1
"""A smaller share of the laboratories makes no place of its own."""
STEPS_PER_WIDTH, FEWEST_STEPS, MOST_STEPS = 6, 60, 240
REACH: Final = 3.5
"""Bandwidths that the curve goes on beyond the outermost mean."""


@dataclass(frozen=True, slots=True)
class Hill:
    """One top of the density, and the laboratories on it."""

    at: float
    laboratories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hills:
    """The density of laboratory means as (value, height), in the unit of the means, and its hills from the left."""

    bandwidth: float
    curve: tuple[tuple[float, float], ...]
    hills: tuple[Hill, ...]

    @property
    def gatherings(self) -> tuple[Hill, ...]:
        """The hills of two laboratories or more that hold a tenth of all."""
        labs = sum(len(hill.laboratories) for hill in self.hills)
        least = max(GATHERED, NOTABLE * labs)
        return tuple(hill for hill in self.hills if len(hill.laboratories) >= least)


def hills_of(means: Mapping[str, float], sigma_pt: float | None = None) -> Hills | None:
    """Find the hills of laboratory means; None for fewer than three, or means without any spread.

    The bandwidth is 0.75 `sigma_pt` where there is one, else 0.9 s* / p^0.2 with Algorithm A's s*.
    """
    if len(means) < FEWEST:
        return None
    bandwidth = bandwidth_for(sigma_pt) if sigma_pt else _bandwidth(means)
    found = density_of([Decimal(repr(value)) for value in means.values()], bandwidth)
    if found.bandwidth is None:
        return None
    return Hills(
        found.bandwidth, _curve(means, found.bandwidth), _hills(means, [(m.at, m.share) for m in found.modes])
    )


def _bandwidth(means: Mapping[str, float]) -> float | None:
    rows = ((lab, "", 1, Decimal(repr(value))) for lab, value in means.items())
    (robust,) = robust_of(Cells.from_results(rows))
    spread = robust.algorithm_a.sd
    return bandwidth_from(spread, len(means)) if spread else None


def _curve(means: Mapping[str, float], bandwidth: float) -> tuple[tuple[float, float], ...]:
    values = np.array(list(means.values()))
    ends = values.min() - REACH * bandwidth, values.max() + REACH * bandwidth
    steps = round(STEPS_PER_WIDTH * (ends[1] - ends[0]) / bandwidth)
    places = np.linspace(*ends, min(MOST_STEPS, max(FEWEST_STEPS, steps)))
    heights = density_at(places - ends[0], values - ends[0], bandwidth)
    return tuple(zip(places.tolist(), heights.tolist(), strict=True))


def _hills(means: Mapping[str, float], modes: list[tuple[float, float]]) -> tuple[Hill, ...]:
    """Give each hill its laboratories: the shares cut the ordered means."""
    ordered = sorted(means, key=lambda lab: means[lab])
    found, start = [], 0
    for at, share in modes:
        end = start + round(share * len(ordered))
        found.append(Hill(at, tuple(ordered[start:end])))
        start = end
    return tuple(found)
