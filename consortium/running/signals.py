"""Ctrl-C and its kin: the first asks for a tidy end, the second for an end at once."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

ASKED_TO_END = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def first_ends_second_kills(kill: Callable[[], None]) -> Iterator[None]:
    """Let the first signal raise KeyboardInterrupt in the body, and each later one call `kill`."""
    asked = False

    def answer(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            kill()
            return
        asked = True
        raise KeyboardInterrupt

    before = {number: signal.signal(number, answer) for number in ASKED_TO_END}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
