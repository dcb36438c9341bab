"""What a home page lists: things that wait for me, and things that wait for others."""

from dataclasses import dataclass
from datetime import date

from apps.core.errors import Words


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One line of "what waits for me today": what, about what, by when, and one verb as a link.

    In the band "in progress" `verb` is empty and `next_mover` says who is awaited.
    """

    what: Words
    about: str
    url: str
    verb: Words = ""
    next_mover: Words = ""
    due_on: date | None = None
