"""Round places on an axis, and how they are written."""

from dataclasses import dataclass
from math import ceil, floor, log10

from apps.core.charts.numbers import number
from apps.core.charts.specs import Locale
from apps.core.charts.theme import VegaLite


@dataclass(frozen=True)
class Places:
    """Round values between two ends, and the decimals that tell them apart."""

    values: tuple[float, ...]
    decimals: int

    def axis(self) -> VegaLite:
        """Give them to Vega-Lite."""
        return {"values": list(self.values), "format": f",.{self.decimals}f"}

    def longest(self, locale: Locale) -> int:
        """Give the characters of the longest of them."""
        return max((len(number(one, self.decimals, locale)) for one in self.values), default=1)


def round_places(low: float, high: float, about: int) -> Places:
    """Give about so many places between two different ends, in steps of 1, 2 or 5 times a power of ten."""
    rough = (high - low) / about
    power = 10.0 ** floor(log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))
    decimals = max(0, -floor(log10(step) + 1e-9))
    places = range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)
    return Places(tuple(round(place * step, decimals) for place in places), decimals)
