"""What the supervisor says. A terminal that was closed, or `| head`, must not keep it from tidying up."""

import sys
from contextlib import suppress


def say(words: str) -> None:
    """Write a line, at once, if anybody still listens."""
    with suppress(OSError, ValueError):
        sys.stdout.write(words.rstrip("\n") + "\n")
        sys.stdout.flush()
