"""From Vega's SVG to ours: named, described, smaller, and nothing in it that a strict CSP would stop."""

import re
from collections import Counter
from typing import Final
from xml.etree import ElementTree as ET

SVG: Final = "http://www.w3.org/2000/svg"
KEPT_ON_ROOT: Final = ("width", "height", "viewBox")
DROPPED: Final = {"class", "role", "style", "pointer-events", "display"}
SAID_ONCE: Final = ("font-family", "font-size")
FULL: Final = {"opacity", "fill-opacity", "stroke-opacity"}
ALLOWED: Final = {"svg", "g", "path", "line", "rect", "text", "tspan", "title", "desc"}
EMPTY_PATHS: Final = {"", "M0,0h0v0h0Z"}
_LONG_NUMBER: Final = re.compile(r"-?\d*\.\d{3,}")
_CONTROL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)


def clean(text: str) -> str:
    """Drop characters that have no place in XML or turn the reading direction."""
    return _CONTROL.sub("", text)


def finish(source: str, *, title: str, description: str, key: str) -> str:
    """Give the finished SVG; `key` makes its ids unique on a page.

    Raises ValueError on an unexpected element.
    """
    root = ET.fromstring(source)  # noqa: S314  # written by vl-convert a moment ago, not read from outside
    _tidy(root)
    for name in list(root.attrib):
        if name not in KEPT_ON_ROOT:
            del root.attrib[name]
    for name in SAID_ONCE:
        _say_once(root, name)
    root.set("role", "img")
    root.set("aria-labelledby", f"t{key} d{key}")
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        element = ET.Element(f"{{{SVG}}}{tag}", {"id": f"{tag[0]}{key}"})
        element.text = clean(text)
        root.insert(place, element)
    ET.register_namespace("", SVG)  # here, because WeasyPrint takes the prefix for itself when it is loaded
    return ET.tostring(root, encoding="unicode")


def _say_once(root: ET.Element, name: str) -> None:
    """Give the root what most texts have, so that only the others say it."""
    having = [element for element in root.iter() if name in element.attrib]
    if not having:
        return
    usual = Counter(element.get(name, "") for element in having).most_common(1)[0][0]
    root.set(name, usual)
    for element in having:
        if element.get(name) == usual:
            del element.attrib[name]


def _tidy(element: ET.Element) -> None:
    for child in list(element):
        if _empty(child):
            element.remove(child)
            continue
        if child.tag.removeprefix(f"{{{SVG}}}") not in ALLOWED:
            message = f"A chart may not contain <{child.tag}>."
            raise ValueError(message)
        _tidy(child)
        child.attrib.update({name: _LONG_NUMBER.sub(_short, value) for name, value in _kept(child).items()})
        if child.tag == f"{{{SVG}}}g" and not len(child):
            element.remove(child)


def _empty(element: ET.Element) -> bool:
    """Tell what shows nothing: paths without a way, and names of an axis that had no room."""
    if element.get("opacity") == "0":
        return True
    return element.tag == f"{{{SVG}}}path" and element.get("d", "") in EMPTY_PATHS


def _kept(element: ET.Element) -> dict[str, str]:
    for name, value in list(element.attrib.items()):
        if name in DROPPED or name.startswith("aria-") or (name in FULL and value == "1"):
            del element.attrib[name]
    return dict(element.attrib)


def _short(match: re.Match[str]) -> str:
    return f"{float(match[0]):.2f}".rstrip("0").rstrip(".")
