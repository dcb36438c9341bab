"""Names beside points: each where there is room for it, left out where there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

CHARACTER: Final = 7.2
TALL: Final = 12
AWAY: Final = 7
DOT: Final = 5
AROUND: Final = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))
"""Right, left, above, below, then the corners."""


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Tell whether two rectangles share a place."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        """Tell whether the other lies wholly inside."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


@dataclass(frozen=True)
class Named:
    """A name and the middle of it, in pixels."""

    text: str
    x: float
    y: float

    @property
    def box(self) -> Box:
        """Give the room it takes."""
        across, down = wide(self.text) / 2, TALL / 2
        return Box(self.x - across, self.y - down, self.x + across, self.y + down)


def wide(text: str) -> float:
    """Give the pixels that a text takes across, about."""
    return len(text) * CHARACTER


def dot(x: float, y: float) -> Box:
    """Give the room that a point takes."""
    return Box(x - DOT, y - DOT, x + DOT, y + DOT)


def named_beside(
    points: Sequence[tuple[float, float, str]], frame: Box, taken: Sequence[Box] = (), *, sure: int = 0
) -> list[Named]:
    """Find room for the names of points (x, y, name) inside the frame, the first first.

    A name stands beside its point without touching another point, another name or what is `taken`; one
    without room is left out. The first `sure` names may lie on other points rather than be missing.
    """
    dots = [dot(x, y) for x, y, _text in points]
    names: list[Named] = []
    for place, (x, y, text) in enumerate(points):
        written = [*taken, *(name.box for name in names)]
        around = [name for name in _around(x, y, text) if frame.holds(name.box)]
        free = [name for name in around if not _meets(name, [*written, *dots])]
        if place < sure:
            free += [name for name in around if not _meets(name, written)] + around
        names += free[:1]
    return names


def _meets(name: Named, boxes: Sequence[Box]) -> bool:
    return any(name.box.meets(box) for box in boxes)


def _around(x: float, y: float, text: str) -> list[Named]:
    across, up = AWAY + wide(text) / 2, AWAY + TALL / 2
    return [Named(text, x + right * across, y + down * up) for right, down in AROUND]
