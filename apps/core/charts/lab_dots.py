"""Dot plot: every replicate and the cell mean, per laboratory."""

from statistics import fmean

from apps.core.charts.lines import Drawn, Scale, labelled, scale_over
from apps.core.charts.specs import LabCell, LabDots, Line
from apps.core.charts.theme import BAND, FIRST, INK, LIMIT, PAPER, WIDTH, VegaLite, drawing

HEIGHT = 270
TURN_ABOVE = 90  # characters on the axis that fit in one row; a second word stands below


def lab_dots(spec: LabDots) -> VegaLite:
    """Give the Vega-Lite drawing of a dot plot; needs at least one replicate."""
    scale = scale_over(values_of(spec), HEIGHT)
    return drawing(
        [*_band(spec, scale), *_lines(spec, scale), _dots(spec, scale), _means(spec), *_flags(spec)],
        height=HEIGHT,
    )


def values_of(spec: LabDots) -> list[float]:
    """Give all values that the scale must hold."""
    values = [value for cell in spec.laboratories for value in cell.replicates]
    values += [line.value for line in spec.limits]
    values += [spec.mean.value] if spec.mean else []
    return values + ([spec.band.low, spec.band.high] if spec.band else [])


def _band(spec: LabDots, scale: Scale) -> list[VegaLite]:
    if not spec.band:
        return []
    return [
        {
            "data": {"values": [{}]},
            "mark": {"type": "rect", "fill": BAND},
            "encoding": {
                "x": {"value": 0},
                "x2": {"value": WIDTH},
                "y": {"value": scale.pixel(spec.band.high)},
                "y2": {"value": scale.pixel(spec.band.low)},
            },
        },
    ]


def _lines(spec: LabDots, scale: Scale) -> list[VegaLite]:
    lines = [Drawn(line, limit=True) for line in spec.limits]
    lines += [Drawn(spec.mean, limit=False)] if spec.mean else []
    if spec.band:
        lines.append(Drawn(Line(value=spec.band.high, label=spec.band.label), limit=False, stroke=False))
    return labelled(lines, scale)


def _x(spec: LabDots) -> VegaLite:
    names = [cell.label for cell in spec.laboratories]
    turned = sum(len(name.partition(" ")[0]) + 2 for name in names) > TURN_ABOVE
    axis = {"title": spec.x_title, "labelAngle": -90 if turned else 0, "ticks": False}
    if not turned:
        axis["labelExpr"] = "split(datum.label, ' ')"
    return {"field": "laboratory", "type": "nominal", "sort": names, "axis": axis}


def _dots(spec: LabDots, scale: Scale) -> VegaLite:
    rows = [
        {"laboratory": cell.label, "value": value, "place": place, "flag": cell.flag}
        for cell in spec.laboratories
        for place, value in enumerate(cell.replicates)
    ]
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "size": 46, "strokeWidth": 1.5, "fill": PAPER, "opacity": 1},
        "encoding": {
            "x": _x(spec),
            "xOffset": {"field": "place", "type": "ordinal", "scale": {"paddingOuter": 1.2}},
            "y": _y(spec, scale),
            "stroke": {"condition": {"test": "datum.flag != ''", "value": LIMIT}, "value": FIRST},
            "shape": {"condition": {"test": "datum.flag != ''", "value": "diamond"}, "value": "circle"},
        },
    }


def _y(spec: LabDots, scale: Scale) -> VegaLite:
    return {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": scale.domain, "zero": False, "nice": False},
        "axis": {"title": spec.y_title},
    }


def _means(spec: LabDots) -> VegaLite:
    rows = [{"laboratory": c.label, "value": fmean(c.replicates)} for c in spec.laboratories if c.replicates]
    return {
        "data": {"values": rows},
        "mark": {"type": "tick", "color": INK, "thickness": 2.2, "size": _mean_width(spec.laboratories)},
        "encoding": {"x": _x(spec), "y": {"field": "value", "type": "quantitative"}},
    }


def _mean_width(cells: tuple[LabCell, ...]) -> float:
    return min(34.0, 0.62 * WIDTH / len(cells))


def _flags(spec: LabDots) -> list[VegaLite]:
    rows = [
        {"laboratory": cell.label, "value": max(cell.replicates), "flag": cell.flag}
        for cell in spec.laboratories
        if cell.flag and cell.replicates
    ]
    if not rows:
        return []
    return [
        {
            "data": {"values": rows},
            "mark": {"type": "text", "dy": -13, "color": LIMIT, "fontWeight": "bold"},
            "encoding": {
                "x": _x(spec),
                "y": {"field": "value", "type": "quantitative"},
                "text": {"field": "flag"},
            },
        },
    ]
