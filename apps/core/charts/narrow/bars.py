"""Shares and counts in rows: the name, under it the bar, behind it the number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from apps.core.charts.lines import Drawn
from apps.core.charts.narrow.layout import NARROW
from apps.core.charts.numbers import number, percent
from apps.core.charts.rows import CHARACTER, Across, named_above
from apps.core.charts.share_bars import WHOLE_ABOVE
from apps.core.charts.specs import ShareBars, StateColumns
from apps.core.charts.theme import FIRST, LIMIT, VegaLite, drawing, on_paper

ROW: Final = 40
NAME_AT: Final = 9
BAR_FROM: Final = 18
BAR_TO: Final = 32


@dataclass(frozen=True)
class _Bar:
    label: str
    value: float
    text: str
    beyond: bool = False


def shares_in_rows(spec: ShareBars) -> VegaLite:
    """Give the Vega-Lite drawing of shares for a phone."""
    limit = spec.limit.value if spec.limit else 1.0
    bars = [
        _Bar(
            share.label,
            share.share,
            percent(share.share, 0 if share.share >= WHOLE_ABOVE else 1, spec.locale),
            beyond=share.share > limit,
        )
        for share in spec.shares
    ]
    lines = [Drawn(spec.limit, limit=True)] if spec.limit else []
    return _rows(bars, max([limit if spec.limit else 0.0, *(bar.value for bar in bars)]), lines)


def columns_in_rows(spec: StateColumns) -> VegaLite:
    """Give the Vega-Lite drawing of counts for a phone."""
    bars = [_Bar(one.label, one.count, number(one.count, 0, spec.locale)) for one in spec.columns]
    return _rows(bars, max([1.0, *(bar.value for bar in bars)]), [])


def _rows(bars: Sequence[_Bar], largest: float, lines: Sequence[Drawn]) -> VegaLite:
    behind = max((len(bar.text) for bar in bars), default=1) * CHARACTER + 10
    across = Across(0.0, largest * NARROW / (NARROW - behind), NARROW)
    rows: list[VegaLite] = [
        {
            "label": bar.label,
            "text": bar.text,
            "beyond": bar.beyond,
            "from": 0,
            "to": across.pixel(bar.value),
            "name": place * ROW + NAME_AT,
            "from_y": place * ROW + BAR_FROM,
            "to_y": place * ROW + BAR_TO,
            "middle": place * ROW + (BAR_FROM + BAR_TO) / 2,
        }
        for place, bar in enumerate(bars)
    ]
    height = ROW * len(bars)
    layers = [_bars(rows), *named_above(lines, across, height)]
    layers += [*on_paper(_numbers(rows)), *on_paper(_names(rows))]
    return drawing(layers, width=NARROW, height=height)


def _pixel(field: str) -> VegaLite:
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


def _bars(rows: list[VegaLite]) -> VegaLite:
    return {
        "data": {"values": rows},
        "mark": {"type": "rect"},
        "encoding": {
            "x": _pixel("from"),
            "x2": {"field": "to"},
            "y": _pixel("from_y"),
            "y2": {"field": "to_y"},
            "fill": {"condition": {"test": "datum.beyond", "value": LIMIT}, "value": FIRST},
        },
    }


def _numbers(rows: list[VegaLite]) -> VegaLite:
    return {
        "data": {"values": rows},
        "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 5, "fontWeight": "bold"},
        "encoding": {"x": _pixel("to"), "y": _pixel("middle"), "text": {"field": "text"}},
    }


def _names(rows: list[VegaLite]) -> VegaLite:
    return {
        "data": {"values": rows},
        "mark": {"type": "text", "align": "left", "baseline": "middle", "limit": NARROW},
        "encoding": {"x": {"value": 0}, "y": _pixel("name"), "text": {"field": "label"}},
    }
