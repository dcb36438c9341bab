"""Forest plot: what each laboratory found, all together below, the margins across."""

from typing import Final

from apps.core.charts.lines import Drawn, scale_over
from apps.core.charts.rows import CHARACTER, Across, named_above, room_for
from apps.core.charts.specs import Forest, Found
from apps.core.charts.theme import BAND, FIRST, INK, PAPER, SOFT, VegaLite, drawing

WHOLE: Final = 640
"""Pixels of names, marks and numbers together."""
ROW: Final = 22
TALLEST: Final = 880
"""Pixels of all rows together, so that a picture fits on a sheet of paper."""
NAMED_FROM: Final = 12
"""Rows lower than this leave no room for names and numbers: only one's own has them."""
MOST_FOR_NAMES: Final = 200
TICKS: Final = 6
NAME_AWAY: Final = 6
DOWN: Final[VegaLite] = {"field": "y", "type": "quantitative", "scale": None, "axis": None}


def forest(spec: Forest) -> VegaLite:
    """Give the Vega-Lite drawing of a forest plot; needs at least one laboratory."""
    return forest_over(spec, WHOLE, MOST_FOR_NAMES, TICKS)


def forest_over(spec: Forest, whole: float, most_for_names: float, ticks: int) -> VegaLite:
    """Give the same drawing for a width of names, marks and numbers together."""
    rows, height = _rows(spec)
    beside = room_for([row["name"] for row in rows], most=most_for_names)
    behind = max(len(row["text"]) for row in rows) * CHARACTER + 10
    scale = scale_over(_values(spec), 0, margin=0.05)
    width = whole - beside - behind
    across = Across(scale.low, scale.high, width)
    lines = [*(Drawn(line, limit=True) for line in spec.margins), Drawn(spec.nothing, limit=False)]
    layers = [
        *_band(spec.overall, across, height),
        *named_above(lines, across, height),
        _separator(height, NAME_AWAY - beside, width + behind),
        _dots(spec, rows[:-1], across, ticks),
        *_intervals(rows),
        _overall(rows[-1]),
        *_words("name", rows, -NAME_AWAY, most_for_names),
        *_words("text", rows, width + behind, behind),
    ]
    return drawing(layers, width=round(width), height=height)


def _rows(spec: Forest) -> tuple[list[VegaLite], int]:
    """Give what is drawn of each laboratory and of all together, from above, and the height of it all."""
    step = min(ROW, TALLEST / len(spec.laboratories))
    rows: list[VegaLite] = [
        _row(one, (place + 0.5) * step, named=step >= NAMED_FROM or one.own)
        for place, one in enumerate(spec.laboratories)
    ]
    top = step * len(rows)
    return [*rows, _row(spec.overall, top + ROW / 2, named=True)], round(top + ROW)


def _row(one: Found, y: float, *, named: bool) -> VegaLite:
    row: VegaLite = {"y": y, "value": one.value, "low": one.low, "high": one.high}
    return row | {"name": one.label if named else "", "text": one.text if named else ""}


def _values(spec: Forest) -> list[float]:
    rows = [*spec.laboratories, spec.overall]
    ends = [end for row in rows for end in (row.low, row.value, row.high) if end is not None]
    return [*ends, spec.nothing.value, *(line.value for line in spec.margins)]


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


def _separator(height: float, start: float, end: float) -> VegaLite:
    at = {"y": {"value": height - ROW}, "x": {"value": start}, "x2": {"value": end}}
    mark = {"type": "rule", "stroke": SOFT, "strokeWidth": 0.7}
    return {"data": {"values": [{}]}, "mark": mark, "encoding": at}


def _dots(spec: Forest, rows: list[VegaLite], across: Across, ticks: int) -> VegaLite:
    scale = {"domain": across.domain, "nice": False, "zero": False}
    axis = {"title": spec.x_title, "tickCount": ticks, "grid": True, "labelOverlap": True}
    mark = {"type": "point", "size": 46, "strokeWidth": 1.6, "fill": PAPER, "stroke": FIRST, "opacity": 1}
    x = {"field": "value", "type": "quantitative", "scale": scale, "axis": axis}
    return {"data": {"values": rows}, "mark": mark, "encoding": {"y": DOWN, "x": x}}


def _intervals(rows: list[VegaLite]) -> list[VegaLite]:
    having = [row for row in rows if row["low"] is not None]
    if not having:
        return []
    x = {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}}
    mark = {"type": "rule", "stroke": INK, "strokeWidth": 3}
    return [{"data": {"values": having}, "mark": mark, "encoding": {"y": DOWN, **x}}]


def _overall(row: VegaLite) -> VegaLite:
    mark = {"type": "point", "shape": "diamond", "size": 150, "filled": True, "color": INK, "opacity": 1}
    x = {"field": "value", "type": "quantitative"}
    return {"data": {"values": [row]}, "mark": mark, "encoding": {"y": DOWN, "x": x}}


def _words(field: str, rows: list[VegaLite], at: float, most: float) -> list[VegaLite]:
    """Write names or numbers against an edge, those of all together in bold."""
    mark = {"type": "text", "align": "right", "baseline": "middle", "limit": most}
    encoding = {"y": DOWN, "x": {"value": at}, "text": {"field": field}}
    bold: VegaLite = {"fontWeight": "bold"}
    named = [row for row in rows[:-1] if row[field]]
    parts: list[tuple[list[VegaLite], VegaLite]] = [(named, {}), (rows[-1:], bold)]
    return [
        {"data": {"values": chosen}, "mark": mark | look, "encoding": encoding}
        for chosen, look in parts
        if chosen
    ]
