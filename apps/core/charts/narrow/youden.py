"""Youden plot for a phone."""

from typing import Final

from apps.core.charts.narrow.layout import NARROW
from apps.core.charts.rows import CHARACTER
from apps.core.charts.specs import Youden
from apps.core.charts.theme import VegaLite
from apps.core.charts.youden import square_over, youden_on

TICKS: Final = 3
TITLE: Final = 34
"""Pixels that the title beside the axis and its distance take."""


def narrow_youden(spec: Youden) -> VegaLite:
    """Give the Vega-Lite drawing of a Youden plot for a phone."""
    square = square_over(spec, NARROW)
    numbers = square.places(square.bottom, TICKS).longest(spec.locale) * CHARACTER
    return youden_on(spec, square_over(spec, round(NARROW - TITLE - numbers)), TICKS)
