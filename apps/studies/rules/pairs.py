"""Two similar materials at the same laboratories: what goes along the diagonal, and who is off both ways.

W. J. Youden, Graphical diagnosis of interlaboratory test results, Industrial Quality Control 15 (1959).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from statistics import median, stdev
from typing import Final

from scipy import special

FEWEST: Final = 3
SIMILAR: Final = 5.0
"""Materials whose laboratories scatter more unequally than this are not similar."""
FAR: Final = 2.0
"""Robust standard deviations from the median beyond which a mean is off."""
ALPHA: Final = 0.05
_MAD_FACTOR: Final = 1.483
_NOISE: Final = 1e-13

Means = Mapping[str, tuple[float, float]]
"""By laboratory: the means of the first and of the second material."""


@dataclass(frozen=True, slots=True)
class Paired:
    """How laboratories scatter over two materials, in the unit of the means.

    `along` and `across` are the standard deviations along the diagonal and across it. Results without a
    bias of the laboratory scatter alike both ways: `f` is the squared ratio, `limit` its 95 % point of
    F(p - 1, p - 1). `opposite` laboratories are off by more than two robust standard deviations at both
    materials, in opposite directions; at `exchanged` ones both means would be no longer off had the two
    samples been exchanged.
    """

    medians: tuple[float, float]
    along: float
    across: float
    f: float
    limit: float
    opposite: tuple[str, ...]
    exchanged: tuple[str, ...]

    @property
    def is_along(self) -> bool:
        """Tell whether the laboratories scatter along the diagonal more than chance explains."""
        return self.f > self.limit


def paired(means: Means) -> Paired | None:
    """Judge the means of two materials; None for fewer than three laboratories, or where nothing scatters.

    None as well where one material scatters more than five times as much as the other: they are not similar.
    """
    if len(means) < FEWEST:
        return None
    first, second = zip(*means.values(), strict=True)
    spreads = sorted((stdev(first), stdev(second)))
    if not spreads[1] or spreads[1] > SIMILAR * spreads[0]:
        return None
    noise = _NOISE * max(map(abs, (*first, *second)))
    along = _spread([x + y for x, y in means.values()], noise)
    across = _spread([y - x for x, y in means.values()], noise)
    off = _Off.of(first, second)
    opposite = tuple(lab for lab, pair in means.items() if off.opposite(*pair))
    return Paired(
        medians=off.medians,
        along=along,
        across=across,
        f=(along / across) ** 2 if across else inf,
        limit=float(special.fdtri(len(means) - 1, len(means) - 1, 1 - ALPHA)),
        opposite=opposite,
        exchanged=tuple(lab for lab in opposite if off.exchanged(*means[lab])),
    )


@dataclass(frozen=True, slots=True)
class _Off:
    """What counts as off: medians and scaled median absolute deviations (ISO 13528, C.2.2)."""

    medians: tuple[float, float]
    spreads: tuple[float, float]

    @classmethod
    def of(cls, first: tuple[float, ...], second: tuple[float, ...]) -> "_Off":
        medians = (median(first), median(second))
        spreads = (_mad_e(first, medians[0]), _mad_e(second, medians[1]))
        return cls(medians, spreads)

    def away(self, x: float, y: float) -> tuple[float, float]:
        """Give the distances from the medians in units of what is off; 0 where nothing can be."""
        pairs = zip((x, y), self.medians, self.spreads, strict=True)
        x_away, y_away = ((value - at) / (FAR * spread) if spread else 0.0 for value, at, spread in pairs)
        return x_away, y_away

    def opposite(self, x: float, y: float) -> bool:
        x_away, y_away = self.away(x, y)
        return x_away * y_away < 0 and min(abs(x_away), abs(y_away)) > 1

    def exchanged(self, x: float, y: float) -> bool:
        return max(map(abs, self.away(y, x))) <= 1


def _spread(values: list[float], noise: float) -> float:
    """Give the standard deviation along a diagonal, 0 where only the rounding of float64 is left."""
    found = stdev(values) / 2**0.5
    return found if found > noise else 0.0


def _mad_e(values: tuple[float, ...], middle: float) -> float:
    return _MAD_FACTOR * median(abs(value - middle) for value in values)
