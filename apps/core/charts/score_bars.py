"""Scores of laboratories as columns on both sides of zero, with the limits of warning and action."""

from typing import Final

from apps.core.charts.bars import coloured
from apps.core.charts.lines import Drawn, Scale, labelled
from apps.core.charts.numbers import number
from apps.core.charts.specs import Line, Score, ScoreBars
from apps.core.charts.theme import INK, VegaLite, drawing, on_paper

HEIGHT: Final = 270
CUT: Final = 10.0
"""A bar is cut here, so that one blunder does not press the others flat; its number tells the rest."""
PLACES: Final = 2
TURN_ABOVE: Final = 12
"""From this many columns on, numbers and names stand upright."""
NUMBER_ALL_BELOW: Final = 31
NUMBER_FAR_BELOW: Final = 40
"""Where there are more, columns are too thin for numbers and frames: one's own is named at its column."""


def score_bars(spec: ScoreBars) -> VegaLite:
    """Give the Vega-Lite drawing of scores."""
    rows, end = rows_of(spec), end_of(spec) * 1.25
    lines = [Drawn(line, limit=True) for line in limits_of(spec)]
    layers = [_bars(spec, rows, end), *labelled(lines, Scale(-end, end, HEIGHT)), *_numbers(spec, rows)]
    return drawing(layers, height=HEIGHT)


def rows_of(spec: ScoreBars) -> list[VegaLite]:
    """Give a row for each laboratory: its bar's end, the number at it, how far out it lies."""
    return [
        {
            "laboratory": one.laboratory,
            "end": max(-CUT, min(CUT, one.value)),
            "text": number(one.value, PLACES, spec.locale),
            "level": level_of(spec, one),
            "own": one.own,
        }
        for one in spec.scores
    ]


def level_of(spec: ScoreBars, one: Score) -> int:
    """Tell how far out a score lies: 0 within 2, 1 beyond 2, 2 at 3 or beyond (ISO 13528, 9.4)."""
    return (abs(one.value) > spec.warning.value) + (abs(one.value) >= spec.action.value)


def end_of(spec: ScoreBars) -> float:
    """Give where the longest bar or limit ends."""
    return min(CUT, max([spec.action.value, *(abs(one.value) for one in spec.scores)]))


def limits_of(spec: ScoreBars) -> list[Line]:
    """Give the limits on both sides of zero."""
    return [
        Line(value=sign * line.value, label=line.label)
        for line in (spec.warning, spec.action)
        for sign in (1, -1)
    ]


def _x(spec: ScoreBars) -> VegaLite:
    names = [one.laboratory for one in spec.scores]
    turned = len(names) > TURN_ABOVE
    axis = {
        "title": spec.x_title,
        "ticks": False,
        "labelAngle": -90 if turned else 0,
        "domain": False,
        "labelOverlap": True,
    }
    if not turned:
        axis["labelExpr"] = "split(datum.label, ' ')"
    return {
        "field": "laboratory",
        "type": "nominal",
        "sort": names,
        "axis": axis,
        "scale": {"domain": names, "paddingInner": 0.3, "paddingOuter": 0.2},
    }


def _bars(spec: ScoreBars, rows: list[VegaLite], end: float) -> VegaLite:
    return {
        "data": {"values": rows},
        "mark": {"type": "bar"},
        "encoding": {
            "x": _x(spec),
            "y": {
                "field": "end",
                "type": "quantitative",
                "scale": {"domain": [-end, end], "nice": False},
                "axis": {"title": spec.y_title, "tickCount": 7},
            },
            **coloured(framed=len(rows) < NUMBER_FAR_BELOW),
        },
    }


def _numbers(spec: ScoreBars, rows: list[VegaLite]) -> list[VegaLite]:
    """Write the numbers at the ends; where there are many laboratories only of those that lie far out."""
    shown = [row for row in rows if len(rows) < NUMBER_ALL_BELOW or row["level"] or row["own"]]
    if len(rows) >= NUMBER_FAR_BELOW:
        shown = [row | {"text": f"{row['laboratory']}: {row['text']}"} for row in rows if row["own"]]
    turned = len(rows) > TURN_ABOVE
    return [
        layer
        for above, chosen in (
            (True, [row for row in shown if row["end"] >= 0]),
            (False, [row for row in shown if row["end"] < 0]),
        )
        if chosen
        for layer in on_paper(
            {
                "data": {"values": chosen},
                "mark": {
                    "type": "text",
                    "fontSize": 10.5,
                    "color": INK,
                    **_placed(above=above, turned=turned),
                },
                "encoding": {
                    "x": _x(spec),
                    "y": {"field": "end", "type": "quantitative"},
                    "text": {"field": "text"},
                },
            }
        )
    ]


def _placed(*, above: bool, turned: bool) -> VegaLite:
    if not turned:
        return {"dy": -8 if above else 9}
    return {
        "angle": 270,
        "baseline": "middle",
        "align": "left" if above else "right",
        "dx": 4 if above else -4,
    }
