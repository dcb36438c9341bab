"""Counts by category as columns, the number on each."""

from apps.core.charts.numbers import number
from apps.core.charts.specs import StateColumns
from apps.core.charts.theme import FIRST, INK, WIDTH, VegaLite, drawing

HEIGHT = 150
STEP = 92


def state_columns(spec: StateColumns) -> VegaLite:
    """Give the Vega-Lite drawing of counts."""
    rows: list[VegaLite] = [
        {
            "label": column.label,
            "count": column.count,
            "text": number(column.count, 0, spec.locale),
        }
        for column in spec.columns
    ]
    place = {
        "field": "label",
        "type": "nominal",
        "sort": [row["label"] for row in rows],
        "scale": {"paddingInner": 0.45, "paddingOuter": 0.25},
    }
    axis = {"title": None, "ticks": False, "labelExpr": "split(datum.label, ' ')"}
    top = max([row["count"] for row in rows] + [1]) * 1.15
    y = {
        "field": "count",
        "type": "quantitative",
        "scale": {"domain": [0, top], "nice": False},
        "axis": {"title": spec.y_title, "labels": False, "grid": False},
    }
    bars = {
        "data": {"values": rows},
        "mark": {"type": "bar", "color": FIRST},
        "encoding": {"x": {**place, "axis": axis}, "y": y},
    }
    texts = {
        "data": {"values": rows},
        "mark": {"type": "text", "dy": -8, "color": INK, "fontWeight": "bold"},
        "encoding": {"x": place, "y": {"field": "count", "type": "quantitative"}, "text": {"field": "text"}},
    }
    return drawing([bars, texts], width=min(WIDTH, STEP * len(rows)), height=HEIGHT)
