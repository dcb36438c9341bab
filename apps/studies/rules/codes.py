"""Codes that tell nothing: of laboratories, items and samples. Random, so that no order gives a name away."""

from collections.abc import Collection
from secrets import SystemRandom
from typing import Final

LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ"  # no I, L, O: they read as digits
DIGITS: Final = "23456789"
MOST_LABORATORIES: Final = 99
_random = SystemRandom()


def laboratory_code(taken: Collection[str]) -> str | None:
    """Give a free code from L01 to L99 at random; None if all are taken."""
    free = sorted({f"L{number:02}" for number in range(1, MOST_LABORATORIES + 1)} - set(taken))
    return _random.choice(free) if free else None


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
