"""Mandel's h and k: two panels of bars over the same groups."""

from collections.abc import Callable
from dataclasses import dataclass

from apps.core.charts.bars import coloured
from apps.core.charts.lines import Drawn, Scale, labelled
from apps.core.charts.specs import Line, MandelBar, MandelBars
from apps.core.charts.theme import CONFIG, INK, SOFT, WIDTH, VegaLite

HEIGHT = 160
NAME_ALL_BELOW = 25


@dataclass(frozen=True)
class Panel:
    """One of the two panels."""

    title: str
    value: Callable[[MandelBar], float | None]
    at_5: Line
    at_1: Line
    both_sides: bool

    def level(self, value: float) -> int:
        """Tell how far out a value lies: 0 within the limits, 1 beyond 5 percent, 2 beyond 1 percent."""
        return (abs(value) > self.at_5.value) + (abs(value) > self.at_1.value)


def mandel_bars(spec: MandelBars) -> VegaLite:
    """Give the Vega-Lite drawing of both panels, h above k."""
    h, k = panels_of(spec)
    return {
        "background": None,
        "padding": 6,
        "spacing": 14,
        "config": CONFIG,
        "vconcat": [_panel(spec, h, named=False), _panel(spec, k, named=True)],
    }


def panels_of(spec: MandelBars) -> tuple[Panel, Panel]:
    """Give the panels of h and of k."""
    return (
        Panel(spec.h_title, lambda bar: bar.h, spec.h_5, spec.h_1, both_sides=True),
        Panel(spec.k_title, lambda bar: bar.k, spec.k_5, spec.k_1, both_sides=False),
    )


def _panel(spec: MandelBars, panel: Panel, *, named: bool) -> VegaLite:
    rows = _rows(spec, panel)
    largest = max([abs(row["value"]) for row in rows] + [panel.at_1.value]) * 1.18
    scale = Scale(-largest if panel.both_sides else 0.0, largest, HEIGHT)
    layers = [
        _bars(spec, rows, panel, scale, named=named),
        *labelled([Drawn(line, limit=True) for line in limits_of(panel)], scale),
    ]
    return {"width": WIDTH, "height": HEIGHT, "layer": [*layers, *_names(spec, rows)]}


def _rows(spec: MandelBars, panel: Panel) -> list[VegaLite]:
    bars = [(group.label, bar, panel.value(bar)) for group in spec.groups for bar in group.bars]
    name_all = len(bars) < NAME_ALL_BELOW
    rows: list[VegaLite] = []
    for group, bar, value in bars:
        if value is None:
            continue
        level = panel.level(value)
        name = bar.laboratory if level or name_all else ""
        rows.append(
            {"group": group, "laboratory": bar.laboratory, "value": value, "level": level, "name": name}
        )
    return rows


def limits_of(panel: Panel) -> list[Line]:
    """Give the limits of a panel, of h on both sides of zero."""
    lines = [panel.at_5, panel.at_1]
    if panel.both_sides:
        lines += [Line(value=-line.value, label=line.label) for line in lines]
    return lines


def _place(spec: MandelBars, *, named: bool) -> VegaLite:
    axis = {"title": None, "ticks": False, "labels": named, "domain": False, "labelPadding": 8}
    groups = [group.label for group in spec.groups]
    laboratories = list(dict.fromkeys(bar.laboratory for group in spec.groups for bar in group.bars))
    return {
        "x": {
            "field": "group",
            "type": "nominal",
            "sort": groups,
            "axis": axis,
            "scale": {"domain": groups, "paddingInner": 0.18, "paddingOuter": 0.1},
        },
        "xOffset": {
            "field": "laboratory",
            "type": "nominal",
            "sort": laboratories,
            "scale": {"domain": laboratories},
        },
    }


def _bars(spec: MandelBars, rows: list[VegaLite], panel: Panel, scale: Scale, *, named: bool) -> VegaLite:
    return {
        "data": {"values": rows},
        "mark": {"type": "bar"},
        "encoding": {
            **_place(spec, named=named),
            "y": {
                "field": "value",
                "type": "quantitative",
                "scale": {"domain": scale.domain, "nice": False},
                "axis": {"title": panel.title, "tickCount": 5},
            },
            **coloured(),
        },
    }


def _names(spec: MandelBars, rows: list[VegaLite]) -> list[VegaLite]:
    place = _place(spec, named=False)
    return [
        {
            "data": {"values": chosen},
            "mark": {"type": "text", "dy": away, "fontSize": 10.5},
            "encoding": {
                **place,
                "y": {"field": "value", "type": "quantitative"},
                "text": {"field": "name"},
                "color": {"condition": {"test": "datum.level > 0", "value": INK}, "value": SOFT},
            },
        }
        for away, chosen in (
            (-8, [row for row in rows if row["name"] and row["value"] >= 0]),
            (9, [row for row in rows if row["name"] and row["value"] < 0]),
        )
        if chosen
    ]
