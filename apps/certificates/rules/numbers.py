"""Certificate numbers such as CC-2026-000123-K: year, place in the year's register, check character.

The check character is ISO 7064 MOD 37,36 over the letters and digits before it. It finds every single wrong
character, and of the swaps of two neighbours all but some of digits that follow each other, as 8 and 9 do:
9 of the 1,620 cases there are.
"""

import re
from dataclasses import dataclass
from typing import Final

PREFIX: Final = "CC"
ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LONGEST_INPUT: Final = 60
_SHAPE: Final = re.compile(rf"{PREFIX}([0-9OIL]{{4}})([0-9OIL]{{6,9}})([0-9A-Z])")
_LOOKALIKES: Final = str.maketrans("OIL", "011")  # what a reader of the paper types for a digit


@dataclass(frozen=True)
class Reading:
    """A number as somebody typed it: written our way, or empty because it cannot be one of ours."""

    number: str

    @property
    def mistyped(self) -> bool:
        """Tell that the check character does not fit, or that this has not the shape of a number."""
        return not self.number


def certificate_number(*, year: int, place: int) -> str:
    """Write the number of a place in a year's register."""
    body = f"{PREFIX}{year:04d}{place:06d}"
    return f"{PREFIX}-{year:04d}-{place:06d}-{check_character(body)}"


def check_character(body: str) -> str:
    """Compute the check character of letters and digits (ISO/IEC 7064, MOD 37,36)."""
    carried = 36
    for letter in body:
        carried = ((carried + ALPHABET.index(letter)) % 36 or 36) * 2 % 37
    return ALPHABET[(1 - carried) % 36]


def read_number(text: str) -> Reading:
    """Read a number whatever its case, spaces and dashes, and with O for 0 or I for 1 among the digits.

    The check character is taken as it is: read tolerantly it would miss errors (hypothesis found them).
    """
    found = _SHAPE.fullmatch(re.sub(r"[\W_]", "", text[:LONGEST_INPUT].upper()))
    if found is None:
        return Reading("")
    year, place = (int(part.translate(_LOOKALIKES)) for part in found.groups()[:2])
    number = certificate_number(year=year, place=place)
    return Reading(number if number[-1] == found[3] else "")
