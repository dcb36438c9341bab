"""Where the words of a drawn chart stand."""

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"
WIDTHS = (("ijl.,:;'|° ", 0.25), ("frt()-", 0.32), ("mwMW%", 0.86), ("ABCDEFGHKLNOPQRSTUVXYZ", 0.68))
DIGIT = 0.556
"""Width of a character of Liberation Sans by its size, about; small letters and digits."""


@dataclass(frozen=True)
class Word:
    """A text and the rectangle it takes, about."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Word") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def parse(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  # drawn by ourselves


def texts(svg: str) -> list[str]:
    return [" ".join(element.itertext()) for element in parse(svg).iter(f"{SVG}text")]


def size(svg: str) -> tuple[float, float]:
    root = parse(svg)
    return float(root.get("width", "")), float(root.get("height", ""))


def width(text: str) -> float:
    """The width of a text by its size."""
    return sum(next((wide for letters, wide in WIDTHS if one in letters), DIGIT) for one in text)


def words(svg: str) -> set[Word]:
    """Every text once (the paper around a text is the same text again)."""
    root = parse(svg)
    return set(_words(root, 0.0, 0.0, root.get("font-size", "")))


def _words(element: ET.Element, x: float, y: float, usual: str) -> list[Word]:
    moved = re.match(r"translate\((-?[\d.]+),(-?[\d.]+)\)", element.get("transform", ""))
    if moved:
        x, y = x + float(moved[1]), y + float(moved[2])
    found = [_word(element, x, y, usual)] if element.tag == f"{SVG}text" else []
    return found + [word for child in element for word in _words(child, x, y, usual)]


def _word(element: ET.Element, x: float, y: float, usual: str) -> Word:
    lines = [span.text or "" for span in element.iter(f"{SVG}tspan")] or [element.text or ""]
    font = float(element.get("font-size", usual).removesuffix("px"))
    wide = max(map(width, lines)) * font
    start = {"middle": wide / 2, "end": wide}.get(element.get("text-anchor", "start"), 0.0)
    rise, fall = 0.7 * font, 0.1 * font + (len(lines) - 1) * font
    text = " ".join(lines)
    if "rotate(-90)" in element.get("transform", "") or "rotate(270)" in element.get("transform", ""):
        return Word(text, x - rise, y - wide + start, x + fall, y + start)
    return Word(text, x - start, y - rise, x - start + wide, y + fall)
