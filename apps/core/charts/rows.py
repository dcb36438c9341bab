"""What charts in rows share: lines down the picture with their names above it, room for the names beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from apps.core.charts.lines import Drawn
from apps.core.charts.theme import INK, LIMIT, SOFT, TEXT_GAP, VegaLite, on_paper

CHARACTER: Final = 6.4
"""Pixels of a character of a chart's text, about."""


@dataclass(frozen=True)
class Across:
    """From a value to a distance from the left edge, in pixels."""

    low: float
    high: float
    width: float

    def pixel(self, value: float) -> float:
        """Give the distance of a value from the left edge."""
        return self.width * (value - self.low) / (self.high - self.low)

    @property
    def domain(self) -> list[float]:
        """Give the two ends for Vega-Lite."""
        return [self.low, self.high]


def room_for(names: Sequence[str], *, most: float) -> float:
    """Give the pixels that names beside the rows take."""
    return min(most, max(map(len, names), default=0) * CHARACTER + 8)


def named_above(lines: Sequence[Drawn], across: Across, height: float) -> list[VegaLite]:
    """Give lines down the picture; each name has a row of its own above it, the same name the same row."""
    names = list(dict.fromkeys(drawn.line.label for drawn in lines))
    tops = [-TEXT_GAP * (names.index(drawn.line.label) + 1) for drawn in lines]
    rules = [_rule(drawn, top, across, height) for drawn, top in zip(lines, tops, strict=True)]
    return [
        *rules,
        *(
            layer
            for drawn, top in zip(lines, tops, strict=True)
            for layer in on_paper(_name(drawn, top, across, from_left=_to_right(drawn, lines, across)))
        ),
    ]


def _to_right(drawn: Drawn, lines: Sequence[Drawn], across: Across) -> bool:
    """Tell whether a name stands to the right of its line: inwards, unless it would meet its twin there."""
    at = across.pixel(drawn.line.value)
    room = len(drawn.line.label) * CHARACTER + 6
    twins = [across.pixel(other.line.value) for other in lines if other.line.label == drawn.line.label]
    crowded = any(0 < abs(at - twin) < 2 * room for twin in twins)
    return (at < across.width / 2) is not crowded


def _name(drawn: Drawn, top: float, across: Across, *, from_left: bool) -> VegaLite:
    at, colour = across.pixel(drawn.line.value), LIMIT if drawn.limit else INK
    return {
        "data": {"values": [{"label": drawn.line.label}]},
        "mark": {
            "type": "text", "align": "left" if from_left else "right", "baseline": "middle",
            "dx": 4 if from_left else -4, "color": colour,
        },
        "encoding": {"x": {"value": at}, "y": {"value": top + 3}, "text": {"field": "label"}},
    }  # fmt: skip


def _rule(drawn: Drawn, top: float, across: Across, height: float) -> VegaLite:
    at, colour = across.pixel(drawn.line.value), LIMIT if drawn.limit else INK
    return {
        "data": {"values": [{}]},
        "mark": {
            "type": "rule", "stroke": colour if drawn.stroke else SOFT, "strokeWidth": 1.4 if drawn.stroke else 0.7,
            "strokeDash": [6, 4] if drawn.limit else [1, 0],
        },
        "encoding": {
            "x": {"value": at}, "y": {"value": top - 3},
            "y2": {"value": height if drawn.stroke else 0},
        },
    }  # fmt: skip
