"""Forest plot: what each laboratory found, all together below, the margins across."""

from collections.abc import Sequence
from typing import Final

from apps.core.charts.lines import Drawn, scale_over
from apps.core.charts.rows import CHARACTER, Across, named_above, room_for
from apps.core.charts.specs import Forest, Found
from apps.core.charts.theme import BAND, FIRST, INK, PAPER, SOFT, VegaLite, drawing

WHOLE: Final = 640
"""Pixels of names, marks and numbers together."""
ROW: Final = 22
MOST_FOR_NAMES: Final = 200
TICKS: Final = 6


def forest(spec: Forest) -> VegaLite:
    """Give the Vega-Lite drawing of a forest plot; needs at least one laboratory."""
    return forest_over(spec, WHOLE, MOST_FOR_NAMES, TICKS)


def forest_over(spec: Forest, whole: float, most_for_names: float, ticks: int) -> VegaLite:
    """Give the same drawing for a width of names, marks and numbers together."""
    rows = [*spec.laboratories, spec.overall]
    names = [row.label for row in rows]
    behind = max(len(row.text) for row in rows) * CHARACTER + 10
    scale = scale_over(_values(spec), 0, margin=0.05)
    width = whole - room_for(names, most=most_for_names) - behind
    across, height, y = Across(scale.low, scale.high, width), ROW * len(rows), _y(names, most_for_names)
    lines = [Drawn(line, limit=True) for line in spec.margins]
    lines.append(Drawn(spec.nothing, limit=False))
    layers = [
        *_band(spec.overall, across, height),
        *named_above(lines, across, height),
        _separator(height, width + behind),
        _dots(spec, across, y, ticks),
        *_intervals(rows, y),
        _overall(spec.overall, y),
        *_numbers(spec, width + behind, y),
    ]
    return drawing(layers, width=round(width), height=height)


def _values(spec: Forest) -> list[float]:
    rows = [*spec.laboratories, spec.overall]
    ends = [end for row in rows for end in (row.low, row.value, row.high) if end is not None]
    return [*ends, spec.nothing.value, *(line.value for line in spec.margins)]


def _y(names: Sequence[str], most_for_names: float) -> VegaLite:
    axis = {"title": None, "ticks": False, "domain": False, "labelLimit": most_for_names - 8}
    return {"field": "name", "type": "nominal", "sort": names, "scale": {"domain": names}, "axis": axis}


def _band(overall: Found, across: Across, height: float) -> list[VegaLite]:
    """Shade the interval of all together, so that every laboratory is seen against it."""
    if overall.low is None or overall.high is None:
        return []
    ends = {
        "x": {"value": across.pixel(overall.low)},
        "x2": {"value": across.pixel(overall.high)},
        "y": {"value": 0},
        "y2": {"value": height},
    }
    return [{"data": {"values": [{}]}, "mark": {"type": "rect", "fill": BAND}, "encoding": ends}]


def _separator(height: float, width: float) -> VegaLite:
    at = {"y": {"value": height - ROW}, "x": {"value": 0}, "x2": {"value": width}}
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "stroke": SOFT, "strokeWidth": 0.7},
        "encoding": at,
    }


def _dots(spec: Forest, across: Across, y: VegaLite, ticks: int) -> VegaLite:
    scale = {"domain": across.domain, "nice": False, "zero": False}
    axis = {"title": spec.x_title, "tickCount": ticks, "grid": True, "labelOverlap": True}
    mark = {"type": "point", "size": 46, "strokeWidth": 1.6, "fill": PAPER, "stroke": FIRST, "opacity": 1}
    return {
        "data": {"values": [{"name": row.label, "value": row.value} for row in spec.laboratories]},
        "mark": mark,
        "encoding": {"y": y, "x": {"field": "value", "type": "quantitative", "scale": scale, "axis": axis}},
    }


def _intervals(rows: Sequence[Found], y: VegaLite) -> list[VegaLite]:
    ends = [{"name": row.label, "low": row.low, "high": row.high} for row in rows if row.low is not None]
    if not ends:
        return []
    x = {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}}
    mark = {"type": "rule", "stroke": INK, "strokeWidth": 3}
    return [{"data": {"values": ends}, "mark": mark, "encoding": {"y": y, **x}}]


def _overall(overall: Found, y: VegaLite) -> VegaLite:
    return {
        "data": {"values": [{"name": overall.label, "value": overall.value}]},
        "mark": {
            "type": "point",
            "shape": "diamond",
            "size": 150,
            "filled": True,
            "color": INK,
            "opacity": 1,
        },
        "encoding": {"y": y, "x": {"field": "value", "type": "quantitative"}},
    }


def _numbers(spec: Forest, at: float, y: VegaLite) -> list[VegaLite]:
    return [
        {
            "data": {"values": [{"name": row.label, "text": row.text} for row in rows]},
            "mark": {"type": "text", "align": "right", "baseline": "middle", **look},
            "encoding": {"y": y, "x": {"value": at}, "text": {"field": "text"}},
        }
        for rows, look in (
            (spec.laboratories, {"color": SOFT}),
            ((spec.overall,), {"color": INK, "fontWeight": "bold"}),
        )
    ]
