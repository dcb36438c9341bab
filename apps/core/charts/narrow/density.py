"""Kernel density for a phone."""

from typing import Final

from apps.core.charts.density import density_over
from apps.core.charts.narrow.layout import NARROW
from apps.core.charts.specs import DensityCurve
from apps.core.charts.theme import VegaLite

TICKS: Final = 4
BESIDE: Final = 28
"""Pixels of the title beside the picture."""


def narrow_density(spec: DensityCurve) -> VegaLite:
    """Give the Vega-Lite drawing of a density for a phone."""
    return density_over(spec, NARROW - BESIDE, TICKS)
