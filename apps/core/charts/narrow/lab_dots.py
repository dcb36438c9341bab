"""Dot plot for a phone: a row for each laboratory, values to the right."""

from statistics import fmean
from typing import Final

from apps.core.charts.lab_dots import values_of
from apps.core.charts.lines import Drawn, scale_over
from apps.core.charts.narrow.layout import NARROW
from apps.core.charts.rows import Across, named_above, room_for
from apps.core.charts.specs import LabDots, Line
from apps.core.charts.theme import BAND, FIRST, INK, LIMIT, PAPER, VegaLite, drawing

ROW: Final = 30
MOST_FOR_NAMES: Final = 96
TICKS: Final = 4


def lab_dots_in_rows(spec: LabDots) -> VegaLite:
    """Give the Vega-Lite drawing of a dot plot for a phone; needs at least one replicate."""
    names = [cell.label for cell in spec.laboratories]
    scale = scale_over(values_of(spec), 0)
    across = Across(scale.low, scale.high, NARROW - room_for(names, most=MOST_FOR_NAMES))
    height = ROW * len(names)
    layers = [*_band(spec, across, height), *named_above(_lines(spec), across, height)]
    return drawing(
        [*layers, _dots(spec, across), _means(spec), *_flags(spec, across)],
        width=round(across.width),
        height=height,
    )


def _band(spec: LabDots, across: Across, height: int) -> list[VegaLite]:
    if not spec.band:
        return []
    ends = {
        "x": {"value": across.pixel(spec.band.low)},
        "x2": {"value": across.pixel(spec.band.high)},
        "y": {"value": 0},
        "y2": {"value": height},
    }
    return [{"data": {"values": [{}]}, "mark": {"type": "rect", "fill": BAND}, "encoding": ends}]


def _lines(spec: LabDots) -> list[Drawn]:
    lines = [Drawn(line, limit=True) for line in spec.limits]
    lines += [Drawn(spec.mean, limit=False)] if spec.mean else []
    if spec.band:
        lines.append(Drawn(Line(value=spec.band.high, label=spec.band.label), limit=False, stroke=False))
    return lines


def _y(spec: LabDots) -> VegaLite:
    names = [cell.label for cell in spec.laboratories]
    axis = {"title": None, "ticks": False, "labelLimit": MOST_FOR_NAMES - 8, "domain": False}
    return {"field": "laboratory", "type": "nominal", "sort": names, "axis": axis, "scale": {"domain": names}}


def _x(spec: LabDots, across: Across) -> VegaLite:
    return {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": across.domain, "zero": False, "nice": False},
        "axis": {"title": spec.y_title, "tickCount": TICKS, "grid": True, "labelOverlap": True},
    }


def _dots(spec: LabDots, across: Across) -> VegaLite:
    rows = [
        {"laboratory": cell.label, "value": value, "place": place, "flag": cell.flag}
        for cell in spec.laboratories
        for place, value in enumerate(cell.replicates)
    ]
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "size": 34, "strokeWidth": 1.4, "fill": PAPER, "opacity": 1},
        "encoding": {
            "y": _y(spec),
            "yOffset": {"field": "place", "type": "ordinal", "scale": {"paddingOuter": 0.8}},
            "x": _x(spec, across),
            "stroke": {"condition": {"test": "datum.flag != ''", "value": LIMIT}, "value": FIRST},
            "shape": {"condition": {"test": "datum.flag != ''", "value": "diamond"}, "value": "circle"},
        },
    }


def _means(spec: LabDots) -> VegaLite:
    rows = [{"laboratory": c.label, "value": fmean(c.replicates)} for c in spec.laboratories if c.replicates]
    return {
        "data": {"values": rows},
        "mark": {"type": "tick", "orient": "vertical", "color": INK, "thickness": 2.2, "size": ROW * 0.72},
        "encoding": {"y": _y(spec), "x": {"field": "value", "type": "quantitative"}},
    }


def _flags(spec: LabDots, across: Across) -> list[VegaLite]:
    """Write the word beside the cell, on the side where there is more room."""
    layers: list[VegaLite] = []
    for cell in spec.laboratories:
        if not (cell.flag and cell.replicates):
            continue
        low, high = min(cell.replicates), max(cell.replicates)
        to_right = across.pixel(low) < across.width - across.pixel(high)
        row = {"laboratory": cell.label, "value": high if to_right else low, "flag": cell.flag}
        layers.append(
            {
                "data": {"values": [row]},
                "mark": {
                    "type": "text", "color": LIMIT, "fontWeight": "bold", "baseline": "middle",
                    "align": "left" if to_right else "right", "dx": 8 if to_right else -8,
                },
                "encoding": {
                    "y": _y(spec),
                    "x": {"field": "value", "type": "quantitative"},
                    "text": {"field": "flag"},
                },
            }
        )  # fmt: skip
    return layers
