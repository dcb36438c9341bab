"""Keyset pages: a list never counts what it does not show and never skips when rows are added."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from apps.core.errors import Invalid

A_PAGE = 50
Row = TypeVar("Row")
Line = TypeVar("Line")


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
        raise _not_ours()
    return place


def _not_ours() -> Invalid:
    return Invalid(_("This cursor is not one of ours."), fields={"cursor": [_("Take it from `next`.")]})


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, and the token of the next ones (empty at the end)."""

    rows: Sequence[Row]
    next_token: str = ""

    def told(self, tell: Callable[[Row], Line]) -> "Page[Line]":
        """Give the same page with each row projected."""
        return Page([tell(row) for row in self.rows], self.next_token)


class Keyset:
    """An order of a query that programs follow page by page: columns as for `order_by`, the last one unique.

    A cursor is the columns of the last row, signed: one that is torn, made up, or from a list in another
    order is refused, because a place beside the right one would skip or repeat rows without a sign.
    No column may be null.
    """

    def __init__(self, *columns: str) -> None:
        self.columns = columns
        self._names = [column.removeprefix("-") for column in columns]

    @property
    def _signer(self) -> Signer:
        return Signer(salt=f"cursor of {' '.join(self.columns)}")

    def page(self, rows: QuerySet[Any], *, cursor: str = "", most: int = A_PAGE) -> Page[Any]:
        """Give the rows after a cursor, the first ones without, in one query. Raises `Invalid` for a wrong one."""
        wanted = rows.filter(self._after(cursor)) if cursor else rows
        listed = list(wanted.order_by(*self.columns)[: most + 1])
        return Page(listed[:most], self._token(listed[most - 1]) if len(listed) > most else "")

    def _token(self, row: Any) -> str:
        values = [reduce(getattr, name.split("__"), row) for name in self._names]
        return self._signer.sign_object(
            [value.isoformat() if isinstance(value, datetime) else str(value) for value in values]
        )

    def _after(self, cursor: str) -> Q:
        """Say "later in this order": a later first column, or the same one and a later second, and so on."""
        try:
            values = self._signer.unsign_object(cursor)
        except (BadSignature, ValueError) as error:
            raise _not_ours() from error
        later, same = Q(), Q()
        for column, name, value in zip(self.columns, self._names, values, strict=True):
            later |= same & Q(**{f"{name}__{'lt' if column.startswith('-') else 'gt'}": value})
            same &= Q(**{name: value})
        return later


NEWEST = Keyset("-created_at", "-id")
