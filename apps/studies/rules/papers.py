"""When a report is the same report: pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from apps.core.canonical import canonical, sha256

MOST_ATTEMPTS: Final = 5
LANGUAGES: Final = ("en", "tr")

Ruled = tuple[int, str, str, str, datetime | None]
"""A flag: id, state, ruling, reason, when it was confirmed."""


def state_of_rulings(flags: Iterable[Ruled], concluded_at: datetime | None) -> str:
    """Give a SHA-256 that stands for what was ruled, and whether the study is concluded."""
    said = [[pk, state, ruling, reason, at and at.isoformat()] for pk, state, ruling, reason, at in flags]
    return sha256(canonical({"flags": sorted(said), "concluded": concluded_at and concluded_at.isoformat()}))
