"""Lines across a picture with their names at the right end, moved apart where they would overlap."""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.core.charts.specs import Line
from apps.core.charts.theme import INK, LIMIT, SOFT, TEXT_GAP, WIDTH, VegaLite


@dataclass(frozen=True)
class Scale:
    """From a value to a distance from the upper edge, in pixels."""

    low: float
    high: float
    height: int

    def pixel(self, value: float) -> float:
        """Give the distance of a value from the upper edge."""
        return self.height * (self.high - value) / (self.high - self.low)

    @property
    def domain(self) -> list[float]:
        """Give the two ends for Vega-Lite."""
        return [self.low, self.high]


def scale_over(values: Sequence[float], height: int, *, margin: float = 0.08) -> Scale:
    """Give a scale that holds all values with a margin at both ends."""
    low, high = min(values), max(values)
    spread = (high - low) or abs(high) or 1.0
    return Scale(low - margin * spread, high + margin * spread, height)


def spread_apart(wanted: Sequence[float], gap: float) -> list[float]:
    """Move ascending positions apart until neighbours keep the gap, each as little as needed."""
    blocks: list[list[float]] = []  # [sum of wanted starts, members]
    for place, position in enumerate(wanted):
        blocks.append([position - place * gap, 1])
        while len(blocks) > 1 and _start(blocks[-2]) > _start(blocks[-1]):
            total, members = blocks.pop()
            blocks[-1][0] += total
            blocks[-1][1] += members
    starts = [_start(block) for block in blocks for _ in range(int(block[1]))]
    return [start + place * gap for place, start in enumerate(starts)]


def _start(block: list[float]) -> float:
    return block[0] / block[1]


@dataclass(frozen=True)
class Drawn:
    """A line and how it is drawn: a limit is dashed and red, a mean is solid."""

    line: Line
    limit: bool
    stroke: bool = True


def labelled(lines: Sequence[Drawn], scale: Scale, *, width: int = WIDTH) -> list[VegaLite]:
    """Give the layers of labelled lines: the lines, short leaders, the names."""
    if not lines:
        return []
    ordered = sorted(lines, key=lambda drawn: -drawn.line.value)
    exact = [scale.pixel(drawn.line.value) for drawn in ordered]
    placed = spread_apart(exact, TEXT_GAP)
    rows = [
        {
            "y": at,
            "label_y": named,
            "label": drawn.line.label,
            "kind": ("limit" if drawn.limit else "mean") if drawn.stroke else "name",
        }
        for drawn, at, named in zip(ordered, exact, placed, strict=True)
    ]
    return [*_rules(rows, width), *_names(rows, width)]


def _pixel(field: str) -> VegaLite:
    return {"field": field, "type": "quantitative", "scale": None}


def _rules(rows: list[VegaLite], width: int) -> list[VegaLite]:
    looks = {"limit": {"stroke": LIMIT, "strokeDash": [6, 4]}, "mean": {"stroke": INK, "strokeDash": [1, 0]}}
    return [
        {
            "data": {"values": chosen},
            "mark": {"type": "rule", "strokeWidth": 1.4, **look},
            "encoding": {"y": _pixel("y"), "x": {"value": 0}, "x2": {"value": width}},
        }
        for kind, look in looks.items()
        if (chosen := [row for row in rows if row["kind"] == kind])
    ]


def _names(rows: list[VegaLite], width: int) -> list[VegaLite]:
    colour = {"condition": {"test": "datum.kind == 'limit'", "value": LIMIT}, "value": INK}
    return [
        {
            "data": {"values": rows},
            "mark": {"type": "rule", "stroke": SOFT, "strokeWidth": 0.7},
            "encoding": {
                "y": _pixel("y"),
                "y2": {"field": "label_y"},
                "x": {"value": width + 1},
                "x2": {"value": width + 9},
            },
        },
        {
            "data": {"values": rows},
            "mark": {"type": "text", "align": "left", "baseline": "middle"},
            "encoding": {
                "y": _pixel("label_y"),
                "x": {"value": width + 13},
                "text": {"field": "label"},
                "color": colour,
            },
        },
    ]
