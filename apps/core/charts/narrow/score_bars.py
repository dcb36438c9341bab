"""Scores for a phone: a row for each laboratory, the number behind the names."""

from typing import Final

from apps.core.charts.bars import coloured
from apps.core.charts.lines import Drawn
from apps.core.charts.narrow.layout import NARROW
from apps.core.charts.rows import CHARACTER, Across, named_above, room_for
from apps.core.charts.score_bars import end_of, limits_of, rows_of
from apps.core.charts.specs import ScoreBars
from apps.core.charts.theme import INK, SOFT, VegaLite, drawing

ROW: Final = 20
MOST_FOR_NAMES: Final = 96


def scores_in_rows(spec: ScoreBars) -> VegaLite:
    """Give the Vega-Lite drawing of scores for a phone."""
    rows, end = rows_of(spec), end_of(spec) * 1.05
    names = [row["laboratory"] for row in rows]
    behind = max((len(row["text"]) for row in rows), default=1) * CHARACTER + 6
    across = Across(-end, end, NARROW - room_for(names, most=MOST_FOR_NAMES) - behind)
    height = ROW * len(rows)
    lines = [Drawn(line, limit=True) for line in limits_of(spec)]
    layers = [_bars(spec, rows, across), *named_above(lines, across, height), _numbers(rows, across, behind)]
    return drawing(layers, width=round(across.width), height=height)


def _y(rows: list[VegaLite]) -> VegaLite:
    names = [row["laboratory"] for row in rows]
    axis = {"title": None, "ticks": False, "domain": False, "labelLimit": MOST_FOR_NAMES - 8}
    return {"field": "laboratory", "type": "nominal", "sort": names, "scale": {"domain": names}, "axis": axis}


def _bars(spec: ScoreBars, rows: list[VegaLite], across: Across) -> VegaLite:
    return {
        "data": {"values": rows},
        "mark": {"type": "bar", "height": ROW * 0.6},
        "encoding": {
            "y": _y(rows),
            "x": {
                "field": "end",
                "type": "quantitative",
                "scale": {"domain": across.domain, "nice": False},
                "axis": {"title": spec.y_title, "tickCount": 5, "grid": True},
            },
            **coloured(),
        },
    }


def _numbers(rows: list[VegaLite], across: Across, behind: float) -> VegaLite:
    return {
        "data": {"values": rows},
        "mark": {"type": "text", "align": "right", "baseline": "middle"},
        "encoding": {
            "y": _y(rows),
            "x": {"value": across.width + behind},
            "text": {"field": "text"},
            "color": {"condition": {"test": "datum.level > 0", "value": INK}, "value": SOFT},
        },
    }
