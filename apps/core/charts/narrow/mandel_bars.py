"""Mandel's h and k for a phone: a row for each laboratory, h on the left, k beside it."""

from typing import Final

from apps.core.charts.bars import coloured
from apps.core.charts.lines import Drawn
from apps.core.charts.mandel_bars import Panel, limits_of, panels_of
from apps.core.charts.narrow.layout import NARROW
from apps.core.charts.rows import Across, named_above, room_for
from apps.core.charts.specs import MandelBar, MandelBars
from apps.core.charts.theme import CONFIG, VegaLite

ROW: Final = 20
BETWEEN: Final = 12
BESIDE: Final = 10
"""Pixels that a number at the end of an axis sticks out."""
MOST_FOR_NAMES: Final = 96


def mandel_in_rows(spec: MandelBars) -> VegaLite:
    """Give the Vega-Lite drawing of both panels for a phone."""
    bars = _bars(spec)
    names = [name for name, _bar in bars]
    width = (NARROW - room_for(names, most=MOST_FOR_NAMES) - BETWEEN - BESIDE) / 2
    h, k = panels_of(spec)
    return {
        "background": None,
        "padding": 6,
        "spacing": BETWEEN,
        "config": CONFIG,
        "hconcat": [
            _panel(bars, h, width, named=True),
            _panel(bars, k, width, named=False),
        ],
    }


def _bars(spec: MandelBars) -> list[tuple[str, MandelBar]]:
    several = len(spec.groups) > 1
    return [
        (f"{group.label} {bar.laboratory}" if several else bar.laboratory, bar)
        for group in spec.groups
        for bar in group.bars
    ]


def _panel(bars: list[tuple[str, MandelBar]], panel: Panel, width: float, *, named: bool) -> VegaLite:
    rows = [(name, value) for name, bar in bars if (value := panel.value(bar)) is not None]
    largest = max([abs(value) for _name, value in rows] + [panel.at_1.value]) * 1.08
    across = Across(-largest if panel.both_sides else 0.0, largest, width)
    height = ROW * len(bars)
    names = [name for name, _bar in bars]
    axis = {"title": None, "ticks": False, "labels": named, "domain": False, "labelLimit": MOST_FOR_NAMES - 8}
    lines = [Drawn(line, limit=True) for line in limits_of(panel)]
    layer = {
        "data": {
            "values": [{"name": name, "value": value, "level": panel.level(value)} for name, value in rows]
        },
        "mark": {"type": "bar", "height": ROW * 0.6},
        "encoding": {
            "y": {
                "field": "name",
                "type": "nominal",
                "sort": names,
                "scale": {"domain": names},
                "axis": axis,
            },
            "x": {
                "field": "value",
                "type": "quantitative",
                "scale": {"domain": across.domain, "nice": False},
                "axis": {"title": panel.title, "tickCount": 3, "grid": True},
            },
            **coloured(),
        },
    }
    return {
        "width": round(width),
        "height": height,
        "layer": [layer, *named_above(lines, across, height)],
    }
