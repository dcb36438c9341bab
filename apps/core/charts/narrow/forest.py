"""Forest plot for a phone."""

from typing import Final

from apps.core.charts.forest import forest_over
from apps.core.charts.narrow.layout import NARROW
from apps.core.charts.specs import Forest
from apps.core.charts.theme import VegaLite

MOST_FOR_NAMES: Final = 96
TICKS: Final = 4


def narrow_forest(spec: Forest) -> VegaLite:
    """Give the Vega-Lite drawing of a forest plot for a phone."""
    return forest_over(spec, NARROW, MOST_FOR_NAMES, TICKS)
