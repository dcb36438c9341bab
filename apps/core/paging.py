"""Keyset pages: a list never counts what it does not show and never skips when rows are added."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from apps.core.errors import Invalid

Row = TypeVar("Row")


@dataclass(frozen=True)
class Place:
    """A place in a list ordered by (created_at, id), newest first."""

    created_at: datetime
    id: UUID

    def token(self) -> str:
        """Write the place for an address."""
        return (
            base64.urlsafe_b64encode(f"{self.created_at.isoformat()}|{self.id}".encode()).decode().rstrip("=")
        )

    @classmethod
    def read(cls, token: str) -> "Place | None":
        """Read a place back; a token that is not ours is the first page."""
        try:
            padded = token + "=" * (-len(token) % 4)
            moment, identity = base64.urlsafe_b64decode(padded).decode().split("|")
            return cls(datetime.fromisoformat(moment), UUID(identity))
        except (ValueError, binascii.Error, UnicodeDecodeError):
            return None


def place_of(cursor: str) -> Place | None:
    """Read a program's cursor; none is the first page. Raises `Invalid` for one that is not ours.

    A page forgives a torn address; a program that follows cursors must not begin anew without noticing.
    """
    place = Place.read(cursor) if cursor else None
    if cursor and place is None:
        raise Invalid(_("This cursor is not one of ours."), fields={"cursor": [_("Take it from `next`.")]})
    return place


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, and the token of the next ones (empty at the end)."""

    rows: Sequence[Row]
    next_token: str = ""
