"""Waiting for the real worker, which the demonstration does not replace."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")
PATIENCE_SECONDS = 90.0


class StillWaitingError(RuntimeError):
    """The worker did not do its part in time."""


def until(what: str, look: Callable[[], Found | None], *, seconds: float = PATIENCE_SECONDS) -> Found:
    """Look again and again until something is there; say what was awaited if it never comes."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if (found := look()) is not None:
            return found
        time.sleep(0.1)
    message = f"Waited {seconds:.0f} s for {what}. Is the worker running? (celery -A consortium worker)"
    raise StillWaitingError(message)
