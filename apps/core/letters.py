"""Letters that paper can print: those of its font, and none that hide or turn the text around them."""

import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from fontTools.ttLib import TTFont

from apps.core.fonts import FACES, FONT_FOLDER

HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Control, format (direction marks are such), surrogate, private, not assigned."""
BREAKS: Final = frozenset("\n\t")


def unprintable(text: str) -> list[str]:
    """Give the letters that cannot be printed, each once, in their order."""
    return [letter for letter in dict.fromkeys(text) if letter not in BREAKS and not _is_printable(letter)]


def texts_of(facts: Any) -> Iterator[str]:
    """Yield every text in plain facts, the names of the facts apart."""
    if isinstance(facts, str):
        yield facts
    elif isinstance(facts, dict):
        for value in facts.values():
            yield from texts_of(value)
    elif isinstance(facts, list):
        for value in facts:
            yield from texts_of(value)


def named(letter: str) -> str:
    """Name a letter so that it can be found: “字” (U+5B57), or the code alone where nothing would be seen."""
    code = f"U+{ord(letter):04X}"
    return code if unicodedata.category(letter) in HIDDEN else f"“{letter}” ({code})"


def visible(text: str, instead: str) -> str:
    """Give a stranger's text in one line, with `instead` for what would not be seen or would steer a terminal."""
    return "".join(letter if letter.isprintable() else instead for letter in text)


def _is_printable(letter: str) -> bool:
    return unicodedata.category(letter) not in HIDDEN and ord(letter) in _printed_by_all()


@cache
def _printed_by_all() -> frozenset[int]:
    """Read what every face of the font has: a name may stand in bold."""
    found = []
    for name, _weight, _style in FACES:
        with TTFont(FONT_FOLDER / name, lazy=True) as face:
            found.append(frozenset(face.getBestCmap()))
    return frozenset.intersection(*found)
