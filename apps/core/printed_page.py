"""The HTML of paper, read as XML: strictly, and in a twentieth of the time of a browser's lenient reading.

Also sets texts of pictures that end or are centred somewhere to where they begin. WeasyPrint would give each of them a
transparency group of its own (an XObject with five dictionaries): a third of the time to check a paper.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final
from xml.etree import ElementTree as ET

from cssselect2 import ElementWrapper
from fontTools.ttLib import TTFont
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from apps.core.fonts import FACES, FONT_FOLDER
from apps.core.letters import HIDDEN

SVG: Final = "{http://www.w3.org/2000/svg}"
FAMILY: Final = "Liberation Sans"
SHARES: Final = {"middle": 0.5, "end": 1.0}
"""The share of a text's width that lies before its anchor."""
JOINED_OR_HIDDEN: Final = HIDDEN | {"Mn", "Me"}
PLACED_OTHERWISE: Final = {"dx", "rotate", "textLength", "letter-spacing", "direction"}
_PIXELS: Final = re.compile(r"(\d+(?:\.\d+)?)(?:px)?\Z")
_COLLAPSING: Final = re.compile(r"\A[ \t\r\n]|[\t\r\n]|  |[ \t\r\n]\Z")
_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class PrintedPage(HTML):
    """A page for WeasyPrint that is well-formed XML; characters that XML cannot hold become U+FFFD.

    Raises ParseError if it is not well-formed: a mistake in a template, for texts from people are escaped.
    """

    def __init__(self, page: str, fetcher: URLFetcher) -> None:
        root = ET.fromstring(_NOT_IN_XML.sub("\ufffd", page))  # noqa: S314 - ours: no entities, all texts escaped
        for picture in root.iter(f"{SVG}svg"):
            begin_texts_at_their_start(picture)
        self.base_url = None
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


@dataclass(frozen=True)
class _Font:
    family: str = ""
    size: str = ""
    weight: str = "normal"
    style: str = "normal"

    def within(self, element: ET.Element) -> "_Font":
        """Give the font inside an element."""
        said = {
            name: element.attrib[f"font-{name}"]
            for name in ("family", "size", "weight", "style")
            if f"font-{name}" in element.attrib
        }
        return replace(self, **said) if said else self


def begin_texts_at_their_start(picture: ET.Element) -> None:
    """Move the texts of a picture that are set in the paper's font; others keep their anchor."""
    for text, font in _texts(picture, _Font()):
        share = SHARES.get(text.get("text-anchor", ""))
        if share and not len(text) and PLACED_OTHERWISE.isdisjoint(text.attrib):
            width = _width(text.text or "", font)
            if width is not None:
                text.set("x", f"{float(text.get('x', '0')) - share * width:.3f}")
                text.set("text-anchor", "start")


def _texts(element: ET.Element, font: _Font) -> Iterator[tuple[ET.Element, _Font]]:
    font = font.within(element)
    if element.tag == f"{SVG}text":
        yield element, font
    for child in element:
        yield from _texts(child, font)


def _width(text: str, font: _Font) -> float | None:
    """Give the width of a text in pixels, letter by letter as WeasyPrint sets it.

    None in another font or unit, and where spaces would be collapsed.
    """
    size = _PIXELS.match(font.size)
    advances = _advances(font.weight, font.style) if font.family.startswith(FAMILY) else {}
    if not size or _COLLAPSING.search(text) or not all(letter in advances for letter in text):
        return None
    return float(size[1]) * sum(advances[letter] for letter in text)


@cache
def _advances(weight: str, style: str) -> dict[str, float]:
    """Give what each visible letter of a face advances, for a size of 1; nothing if the paper has no such face."""
    names = [name for name, its_weight, its_style in FACES if (its_weight, its_style) == (weight, style)]
    if not names:
        return {}
    with TTFont(FONT_FOLDER / names[0], lazy=True) as face:
        units, widths = face["head"].unitsPerEm, face["hmtx"]
        glyphs = {chr(code): glyph for code, glyph in face.getBestCmap().items()}
        return {
            letter: widths[glyph][0] / units
            for letter, glyph in glyphs.items()
            if unicodedata.category(letter) not in JOINED_OR_HIDDEN
        }
