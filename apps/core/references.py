"""References that people say and write, and that count nothing: whoever gets one learns no volume from it."""

import secrets
from typing import Final

# No vowels (no words), no 0/O, 1/I: read out over a bad line, it arrives.
LETTERS: Final = "23456789CDFGHJKMNPQRTVWXYZ"
LENGTH: Final = 6


def new_reference(prefix: str, year: int) -> str:
    """Make a reference such as `SC-2026-7K3QXM`: one of 300 million a year, kept unique by its column."""
    return f"{prefix}-{year}-{''.join(secrets.choice(LETTERS) for _place in range(LENGTH))}"
