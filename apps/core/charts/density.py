"""Kernel density: a curve over the values, its tops named, the laboratories as ticks below."""

from typing import Final

from apps.core.charts.axes import Places, round_places
from apps.core.charts.lines import Drawn, spread_apart
from apps.core.charts.rows import Across, named_above
from apps.core.charts.specs import DensityCurve, Tick
from apps.core.charts.theme import BAND, FIRST, INK, SOFT, WIDTH, VegaLite, drawing

HEIGHT: Final = 190
TICKS: Final = 7
GAP: Final = 14
"""Pixels between two names that stand upright."""
FOR_NAMES: Final = 22
"""Pixels below the curve where the names begin."""
CHARACTER: Final = 6.4


def density(spec: DensityCurve) -> VegaLite:
    """Give the Vega-Lite drawing of a density; needs a curve with some width."""
    return density_over(spec, WIDTH, TICKS)


def density_over(spec: DensityCurve, width: float, ticks: int) -> VegaLite:
    """Give the same drawing for a width."""
    low, high = spec.curve[0][0], spec.curve[-1][0]
    across = Across(low, high, width)
    named = _named(spec, width)
    below = FOR_NAMES + max((len(tick.label) for tick in named), default=0) * CHARACTER + 6
    layers = [
        *named_above([Drawn(top, limit=False) for top in spec.tops], across, HEIGHT),
        _curve(spec, across, round_places(low, high, ticks), below),
        *_ticks(spec, across),
        *_names(named, across),
    ]
    return drawing(layers, width=round(width), height=HEIGHT)


def _curve(spec: DensityCurve, across: Across, places: Places, below: float) -> VegaLite:
    x = {"title": spec.x_title, "offset": below, **places.axis()}
    y = {"title": spec.y_title, "labels": False, "grid": False}
    top = max(height for _value, height in spec.curve) * 1.05
    return {
        "data": {"values": [{"value": value, "height": height} for value, height in spec.curve]},
        "mark": {"type": "area", "color": BAND, "opacity": 1, "line": {"color": FIRST, "strokeWidth": 2}},
        "encoding": {
            "x": _quantity("value", across.domain, x),
            "y": _quantity("height", [0, top], y),
        },
    }


def _quantity(field: str, domain: list[float], axis: VegaLite) -> VegaLite:
    scale = {"domain": domain, "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}


def _ticks(spec: DensityCurve, across: Across) -> list[VegaLite]:
    """Draw a tick for each laboratory, one's own longer and thicker."""
    return [
        {
            "data": {"values": [{"x": across.pixel(tick.value)} for tick in chosen]},
            "mark": {"type": "rule", "stroke": INK, **look},
            "encoding": {"x": _pixel("x"), "y": {"value": HEIGHT + start}, "y2": {"value": HEIGHT + 10}},
        }
        for chosen, start, look in (
            ([tick for tick in spec.laboratories if not tick.own], 0, {"strokeWidth": 1.2}),
            ([tick for tick in spec.laboratories if tick.own], -12, {"strokeWidth": 3}),
        )
        if chosen
    ]


def _named(spec: DensityCurve, width: float) -> list[Tick]:
    """Give the laboratories whose names are written: all where there is room, else one's own alone."""
    ordered = sorted(spec.laboratories, key=lambda tick: tick.value)
    return ordered if len(ordered) * GAP <= width else [tick for tick in ordered if tick.own]


def _names(named: list[Tick], across: Across) -> list[VegaLite]:
    """Write the names upright, moved apart where they would overlap, with leaders to their ticks."""
    if not named:
        return []
    exact = [across.pixel(tick.value) for tick in named]
    rows = [
        {"x": at, "name_x": name_at, "label": tick.label}
        for at, name_at, tick in zip(exact, _inside(exact, across.width), named, strict=True)
    ]
    leaders = {"x": _pixel("x"), "x2": {"field": "name_x"}}
    ends = {"y": {"value": HEIGHT + 10}, "y2": {"value": HEIGHT + FOR_NAMES - 2}}
    mark = {"type": "text", "angle": 270, "align": "right", "baseline": "middle"}
    words = {"x": _pixel("name_x"), "y": {"value": HEIGHT + FOR_NAMES}, "text": {"field": "label"}}
    return [
        {
            "data": {"values": rows},
            "mark": {"type": "rule", "stroke": SOFT, "strokeWidth": 0.7},
            "encoding": leaders | ends,
        },
        {"data": {"values": rows}, "mark": mark, "encoding": words},
    ]


def _inside(wanted: list[float], width: float) -> list[float]:
    """Move names apart, none beyond an edge of the picture."""
    last = len(wanted) - 1
    placed = [max(at, place * GAP) for place, at in enumerate(spread_apart(wanted, GAP))]
    return [min(at, width - (last - place) * GAP) for place, at in enumerate(placed)]


def _pixel(field: str) -> VegaLite:
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}
