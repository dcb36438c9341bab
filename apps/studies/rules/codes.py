"""Codes that tell nothing: of laboratories, items and samples. Random, so that no order gives a name away."""

from collections.abc import Collection
from secrets import SystemRandom
from typing import Final

LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ"  # no I, L, O: they read as digits
DIGITS: Final = "23456789"
MOST_LABORATORIES: Final = 999
FEW: Final = 99
"""Up to here a code has two digits; the others have three, and are given once two do not suffice."""
_random = SystemRandom()


def laboratory_code(taken: Collection[str]) -> str | None:
    """Give a free code at random: from L01 to L99, then from L100 to L999; None if all are taken."""
    for numbers in (range(1, FEW + 1), range(FEW + 1, MOST_LABORATORIES + 1)):
        free = sorted({f"L{number:02}" for number in numbers} - set(taken))
        if free:
            return _random.choice(free)
    return None


def sample_code(taken: Collection[str]) -> str:
    """Give a free code of a sample, like S-7KQ4: no two laboratories share one, so none can compare notes."""
    while True:
        letters = (_random.choice(DIGITS), *_random.choices(LETTERS, k=2), _random.choice(DIGITS))
        code = f"S-{''.join(letters)}"
        if code not in taken:
            return code


def item_code(taken: Collection[str]) -> str:
    """Give a free code of an item, like M-4K."""
    while True:
        code = f"M-{_random.choice(DIGITS)}{_random.choice(LETTERS)}"
        if code not in taken:
            return code


def level_name(item: str, characteristic: str) -> str:
    """Give the name of a level in the analysis: the item and the characteristic."""
    return f"{item}/{characteristic}"
