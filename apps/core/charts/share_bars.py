"""Shares of a whole as horizontal bars, with one limit."""

from apps.core.charts.numbers import percent, percent_axis
from apps.core.charts.specs import ShareBars
from apps.core.charts.theme import FIRST, LIMIT, WIDTH, VegaLite, drawing, on_paper

ROW = 30
WIDEST = 740  # pixels of a card, names of countries and all
MOST_FOR_NAMES = 300
CHARACTER = 6.4  # pixels, about
WHOLE_ABOVE = 0.1  # from ten per cent on, without decimals


def share_bars(spec: ShareBars) -> VegaLite:
    """Give the Vega-Lite drawing of shares; a bar beyond the limit is red, framed and named in bold."""
    limit = spec.limit.value if spec.limit else 1.0
    largest = max([share.share for share in spec.shares] + [limit if spec.limit else 0.0])
    rows: list[VegaLite] = [
        {
            "label": share.label,
            "share": share.share,
            "text": percent(share.share, 0 if share.share >= WHOLE_ABOVE else 1, spec.locale),
            "beyond": share.share > limit,
        }
        for share in spec.shares
    ]
    place = {"field": "label", "type": "nominal", "sort": [row["label"] for row in rows]}
    layers = [
        _bars(spec, rows, place, min(1.0, largest * 1.12)),
        *_limit(spec),
        *on_paper(_texts(rows, place)),
    ]
    names = min(MOST_FOR_NAMES, max((len(row["label"]) for row in rows), default=0) * CHARACTER)
    width = min(WIDTH - 40, round(WIDEST - names - 60))
    return drawing(layers, width=width, height=ROW * len(rows))


def _bars(spec: ShareBars, rows: list[VegaLite], place: VegaLite, end: float) -> VegaLite:
    beyond = {"test": "datum.beyond", "value": LIMIT}
    axis = {"title": spec.x_title, "grid": True, "labelExpr": percent_axis(spec.locale), "tickCount": 6}
    return {
        "data": {"values": rows},
        "mark": {"type": "bar", "height": ROW * 0.62},
        "encoding": {
            "y": {**place, "axis": {"title": None, "labelLimit": MOST_FOR_NAMES}},
            "x": {
                "field": "share",
                "type": "quantitative",
                "scale": {"domain": [0, end], "nice": False},
                "axis": axis,
            },
            "fill": {"condition": beyond, "value": FIRST},
        },
    }


def _texts(rows: list[VegaLite], place: VegaLite) -> VegaLite:
    return {
        "data": {"values": rows},
        "mark": {"type": "text", "align": "left", "dx": 6},
        "encoding": {"y": place, "x": {"field": "share", "type": "quantitative"}, "text": {"field": "text"}},
    }


def _limit(spec: ShareBars) -> list[VegaLite]:
    if not spec.limit:
        return []
    at = {"datum": spec.limit.value, "type": "quantitative"}
    return [
        {
            "data": {"values": [{}]},
            "mark": {"type": "rule", "stroke": LIMIT, "strokeWidth": 1.4, "strokeDash": [6, 4]},
            "encoding": {"x": at},
        },
        {
            "data": {"values": [{"label": spec.limit.label}]},
            "mark": {"type": "text", "color": LIMIT, "baseline": "bottom", "y": -4},
            "encoding": {"x": at, "text": {"field": "label"}},
        },
    ]
