"""Youden plot: two materials, a point for each laboratory, the medians and the line of 45 degrees."""

from dataclasses import dataclass
from typing import Final

from apps.core.charts.axes import Places, round_places
from apps.core.charts.naming import TALL, Box, Named, dot, named_beside, wide
from apps.core.charts.specs import Pair, Youden
from apps.core.charts.theme import FIRST, INK, LIMIT, PAPER, SOFT, VegaLite, drawing, on_paper

SIDE: Final = 400
TICKS: Final = 6
MOST_NAMES: Final = 40
"""Beyond these only the outer laboratories are named, and those that are marked."""
MARKS: Final[dict[str, VegaLite]] = {
    "": {"shape": "circle", "size": 60, "fill": PAPER, "stroke": FIRST},
    "own": {"shape": "diamond", "size": 110, "fill": INK, "stroke": INK},
    "flagged": {"shape": "square", "size": 80, "fill": LIMIT, "stroke": LIMIT},
    "left_out": {"shape": "cross", "size": 70, "fill": PAPER, "stroke": SOFT},
}
FIRST_NAMED: Final = ("flagged", "own", "left_out", "")


@dataclass(frozen=True)
class Square:
    """The same length of both axes in the unit, each around the middle of its values."""

    left: float
    bottom: float
    span: float
    side: float

    def x(self, value: float) -> float:
        """Give the distance from the left edge in pixels."""
        return self.side * (value - self.left) / self.span

    def y(self, value: float) -> float:
        """Give the distance from the upper edge in pixels."""
        return self.side * (1 - (value - self.bottom) / self.span)

    def places(self, start: float, ticks: int) -> Places:
        """Give the round places of an axis that begins at a value."""
        return round_places(start, start + self.span, ticks)


def youden(spec: Youden) -> VegaLite:
    """Give the Vega-Lite drawing of a Youden plot; needs two points that differ."""
    return youden_on(spec, square_over(spec, SIDE), TICKS)


def square_over(spec: Youden, side: float) -> Square:
    """Give axes that hold all points and both medians."""
    xs = [spec.x_median.value, *(pair.x for pair in spec.pairs)]
    ys = [spec.y_median.value, *(pair.y for pair in spec.pairs)]
    span = max(max(xs) - min(xs), max(ys) - min(ys)) * 1.24
    middle = [(max(values) + min(values) - span) / 2 for values in (xs, ys)]
    return Square(middle[0], middle[1], span, side)


def youden_on(spec: Youden, square: Square, ticks: int) -> VegaLite:
    """Give the drawing on given axes."""
    layers = [
        _diagonal(spec, square),
        *_medians(spec, square),
        *(layer for kind in reversed(FIRST_NAMED) for layer in _points(spec, square, kind, ticks)),
        *on_paper(_words([*_line_names(spec, square), *_names(spec, square)])),
    ]
    return drawing(layers, width=round(square.side), height=round(square.side))


def _diagonal(spec: Youden, square: Square) -> VegaLite:
    """Draw the line through both medians along which a laboratory's own deviation shows."""
    ends = _ends(spec, square)
    at = dict(zip(("x", "y", "x2", "y2"), ({"value": end} for end in ends), strict=True))
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "stroke": SOFT, "strokeDash": [2, 3]},
        "encoding": at,
    }


def _ends(spec: Youden, square: Square) -> tuple[float, float, float, float]:
    x, y, side = square.x(spec.x_median.value), square.y(spec.y_median.value), square.side
    down, up = min(x, side - y), min(side - x, y)
    return x - down, y + down, x + up, y - up


def _medians(spec: Youden, square: Square) -> list[VegaLite]:
    x, y = square.x(spec.x_median.value), square.y(spec.y_median.value)
    places = (
        {"x": {"value": x}, "y": {"value": 0}, "y2": {"value": square.side}},
        {"y": {"value": y}, "x": {"value": 0}, "x2": {"value": square.side}},
    )
    return [
        {
            "data": {"values": [{}]},
            "mark": {"type": "rule", "stroke": INK, "strokeWidth": 1.2},
            "encoding": place,
        }
        for place in places
    ]


def _points(spec: Youden, square: Square, kind: str, ticks: int) -> list[VegaLite]:
    """Draw the points of a kind; the axes hang on all of them."""
    rows = [{"x": pair.x, "y": pair.y} for pair in spec.pairs if pair.kind == kind]
    if not rows:
        return []
    return [
        {
            "data": {"values": rows},
            "mark": {"type": "point", "strokeWidth": 1.6, "opacity": 1, **MARKS[kind]},
            "encoding": {
                "x": _axis("x", spec.x_title, square.left, square, ticks),
                "y": _axis("y", spec.y_title, square.bottom, square, ticks),
            },
        }
    ]


def _axis(field: str, title: str, start: float, square: Square, ticks: int) -> VegaLite:
    axis = {"title": title, "grid": True, "domain": True, **square.places(start, ticks).axis()}
    scale = {"domain": [start, start + square.span], "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}


def _names(spec: Youden, square: Square) -> list[Named]:
    """Name the points where there is room: those that stand out first, then the outer ones."""
    x, y = square.x(spec.x_median.value), square.y(spec.y_median.value)

    def order(pair: Pair) -> tuple[int, float]:
        away = (square.x(pair.x) - x) ** 2 + (square.y(pair.y) - y) ** 2
        return FIRST_NAMED.index(pair.kind), -away

    pairs = sorted(spec.pairs, key=order)
    points = [(square.x(pair.x), square.y(pair.y), pair.label) for pair in pairs]
    frame = Box(0, 0, square.side, square.side)
    sure = sum(pair.kind in {"flagged", "own"} for pair in spec.pairs)
    taken = [
        *(one.box for one in _line_names(spec, square)),
        *(dot(x, y) for x, y, _text in points[MOST_NAMES:]),
    ]
    return named_beside(points[:MOST_NAMES], frame, taken, sure=sure)


def _line_names(spec: Youden, square: Square) -> list[Named]:
    """Name the median across, the median down above the picture, and the diagonal at its upper end."""
    x, right, top = square.x(spec.x_median.value), *_ends(spec, square)[2:]
    down = wide(spec.x_median.label) / 2
    return [
        _across(spec, square),
        Named(spec.x_median.label, min(square.side - down, max(down, x)), -TALL),
        Named(spec.diagonal, right - wide(spec.diagonal) / 2 - TALL, top + TALL / 2),
    ]


def _across(spec: Youden, square: Square) -> Named:
    """Name the median across at an end where no point lies below the name."""
    label, y = spec.y_median.label, square.y(spec.y_median.value)
    half, away = wide(label) / 2 + 2, TALL / 2 + 2
    places = [Named(label, x, y + by) for x in (square.side - half, half) for by in (-away, away)]
    points = [dot(square.x(pair.x), square.y(pair.y)) for pair in spec.pairs]
    return next((one for one in places if not any(one.box.meets(point) for point in points)), places[0])


def _words(names: list[Named]) -> VegaLite:
    place = {"type": "quantitative", "scale": None, "axis": None}
    return {
        "data": {"values": [{"text": one.text, "at_x": one.x, "at_y": one.y} for one in names]},
        "mark": {"type": "text", "align": "center", "baseline": "middle"},
        "encoding": {
            "x": {"field": "at_x", **place},
            "y": {"field": "at_y", **place},
            "text": {"field": "text"},
        },
    }
