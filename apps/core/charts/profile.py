"""One laboratory over all characteristics: its mark among the others', a row each, the limits across."""

from typing import Final

from apps.core.charts.lines import Drawn
from apps.core.charts.numbers import number
from apps.core.charts.rows import CHARACTER, Across, named_above, room_for
from apps.core.charts.specs import Line, Profile
from apps.core.charts.theme import FIRST, INK, LIMIT, SOFT, TEXT_GAP, VegaLite, drawing

WHOLE: Final = 640
"""Pixels of names, marks and numbers together."""
ROW: Final = 22
PLACES: Final = 2
MOST_FOR_NAMES: Final = 240
OWN: Final[VegaLite] = {
    "type": "point", "shape": "diamond", "size": 90, "filled": True, "color": INK, "opacity": 1,
}  # fmt: skip
OTHERS: Final[VegaLite] = {
    "type": "tick", "orient": "vertical", "color": FIRST, "thickness": 1.2, "size": 11, "opacity": 0.75,
}  # fmt: skip
TEXT: Final[VegaLite] = {"text": {"field": "text"}}


def profile(spec: Profile) -> VegaLite:
    """Give the Vega-Lite drawing of a profile."""
    return profile_over(spec, WHOLE, MOST_FOR_NAMES)


def profile_over(spec: Profile, whole: float, most_for_names: float) -> VegaLite:
    """Give the same drawing for a width of names, marks and numbers together."""
    names = [row.label for row in spec.rows]
    numbers = ["" if row.own is None else number(row.own, PLACES, spec.locale) for row in spec.rows]
    behind = max(map(len, numbers), default=1) * CHARACTER + 10
    end = _end(spec) * 1.08
    width = whole - room_for(names, most=most_for_names) - behind
    across = Across(-end if spec.both_sides else 0.0, end, width)
    y = _y(names, most_for_names)
    layers = [
        *named_above([Drawn(line, limit=True) for line in _limits(spec)], across, ROW * len(names)),
        *_key(spec),
        _others(spec, across, y),
        *_own(spec, y),
        *_numbers(spec, numbers, width + behind, y),
    ]
    return drawing(layers, width=round(width), height=ROW * len(names))


def _end(spec: Profile) -> float:
    values = [abs(value) for row in spec.rows for value in (*row.others, row.own) if value is not None]
    return max([spec.at_1.value, *values])


def _limits(spec: Profile) -> list[Line]:
    signs = (1, -1) if spec.both_sides else (1,)
    return [
        Line(value=sign * line.value, label=line.label) for line in (spec.at_5, spec.at_1) for sign in signs
    ]


def _level(spec: Profile, value: float) -> int:
    return (abs(value) > spec.at_5.value) + (abs(value) > spec.at_1.value)


def _y(names: list[str], most_for_names: float) -> VegaLite:
    axis = {
        "title": None, "ticks": False, "domain": False, "grid": True, "labelLimit": most_for_names - 8,
    }  # fmt: skip
    return {"field": "name", "type": "nominal", "sort": names, "scale": {"domain": names}, "axis": axis}


def _key(spec: Profile) -> list[VegaLite]:
    """Say above the picture which mark is whose."""
    y = {"value": -3.4 * TEXT_GAP}
    own, others = {"x": {"value": 6}, "y": y}, {"x": {"value": 26 + len(spec.own) * CHARACTER}, "y": y}
    text = {"type": "text", "align": "left", "baseline": "middle", "dx": 9}
    nothing: VegaLite = {"values": [{}]}
    return [
        {"data": nothing, "mark": OWN, "encoding": own},
        {"data": {"values": [{"text": spec.own}]}, "mark": text, "encoding": own | TEXT},
        {"data": nothing, "mark": OTHERS, "encoding": others},
        {"data": {"values": [{"text": spec.others}]}, "mark": text, "encoding": others | TEXT},
    ]


def _others(spec: Profile, across: Across, y: VegaLite) -> VegaLite:
    rows = [{"name": row.label, "value": value} for row in spec.rows for value in row.others]
    axis = {"title": spec.x_title, "tickCount": 5, "grid": False}
    scale = {"domain": across.domain, "nice": False, "zero": False}
    x = {"field": "value", "type": "quantitative", "scale": scale, "axis": axis}
    return {"data": {"values": rows}, "mark": OTHERS, "encoding": {"y": y, "x": x}}


def _own(spec: Profile, y: VegaLite) -> list[VegaLite]:
    rows = [{"name": row.label, "value": row.own} for row in spec.rows if row.own is not None]
    x = {"field": "value", "type": "quantitative"}
    return [{"data": {"values": rows}, "mark": OWN, "encoding": {"y": y, "x": x}}] if rows else []


def _numbers(spec: Profile, numbers: list[str], at: float, y: VegaLite) -> list[VegaLite]:
    """Write one's own numbers at the right edge, bold and red beyond a limit."""
    rows = [
        {"name": row.label, "text": text, "level": 0 if row.own is None else _level(spec, row.own)}
        for row, text in zip(spec.rows, numbers, strict=True)
    ]
    looks: tuple[VegaLite, VegaLite] = ({"color": SOFT}, {"color": LIMIT, "fontWeight": "bold"})
    parts = ([row for row in rows if not row["level"]], [row for row in rows if row["level"]])
    return [
        {
            "data": {"values": chosen},
            "mark": {"type": "text", "align": "right", "baseline": "middle", **look},
            "encoding": {"y": y, "x": {"value": at}, **TEXT},
        }
        for look, chosen in zip(looks, parts, strict=True)
        if chosen
    ]
