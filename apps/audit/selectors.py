"""Reading the trail: a chain's entries for its Record page, and all of it for the verifier."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from django.db.models import BigIntegerField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from apps.audit.models import Entry, Head, PersonalPart
from apps.audit.rules import Fault, wrong_commitment
from apps.core.events import REGISTRY

A_PAGE: Final = 50
"""Entries on one page of a record."""
NO_PLACE: Final = 2**63 - 1
"""A place after every entry of a chain."""
Row = TypeVar("Row")
Told = TypeVar("Told")


@dataclass(frozen=True)
class Line:
    """One entry as the Record page tells it; who the actor is, is resolved above this app."""

    seq: int
    at: datetime
    event: str
    sentence: str
    actor: UUID
    acting_for: UUID
    body: dict[str, Any]
    hash: str


@dataclass(frozen=True)
class RecordPage(Generic[Row]):
    """Some entries of a record, newest first, and where the older ones begin.

    `older` (empty at the end) is the hash of the last entry here: unlike its place in the chain it counts
    nothing, so whoever may read the entry may have it in an address. `is_later` tells that newer ones exist.
    """

    rows: Sequence[Row]
    older: str = ""
    is_later: bool = False

    def telling(self, rows: Sequence[Told]) -> "RecordPage[Told]":
        """Give the same page with its entries told in other words."""
        return RecordPage(rows, self.older, self.is_later)


def record_of(
    chain: str, *, events: frozenset[str] | None = None, but: Q | None = None, before: str = "", most: int = 0
) -> RecordPage[Line]:
    """Give a page of one chain's entries, newest first: those older than the entry with the hash `before`.

    `events` narrows to those a viewer may see, `but` leaves some out. Whoever calls this has found and
    authorised the chain's object first. Narrowed entries come without their place in the chain (0): the gaps
    would count what is not told. A `before` that is none of the viewer's entries is the first page. One query.
    """
    most, narrowed = most or A_PAGE, events is not None or but is not None
    entries = Entry.objects.filter(chain=chain)
    if events is not None:
        entries = entries.filter(event__in=events)
    if but is not None:
        entries = entries.exclude(but)
    turned = before.isalnum()  # what is no hash may hold what the database refuses
    found = list((_older(entries, before) if turned else entries).order_by("-seq")[: most + 1])
    lines = [_line(entry, 0 if narrowed else entry.seq) for entry in found[:most]]
    return RecordPage(lines, lines[-1].hash if len(found) > most else "", turned)


def _older(entries: QuerySet[Entry], before: str) -> QuerySet[Entry]:
    place = Subquery(entries.filter(hash=before).values("seq")[:1])
    return entries.filter(seq__lt=Coalesce(place, Value(NO_PLACE, BigIntegerField())))


def _line(entry: Entry, seq: int) -> Line:
    body = json.loads(entry.payload)["body"]
    event = REGISTRY[entry.event].from_body(body)
    sentence = str(event.sentence).format_map(event.telling())
    return Line(seq, entry.at, entry.event, sentence, entry.actor, entry.acting_for, body, entry.hash)


def all_rows(chain: str = "") -> Iterator[dict[str, Any]]:
    """Stream the trail's columns as text, ordered for the verifier."""
    entries = Entry.objects.filter(chain=chain) if chain else Entry.objects.all()
    columns = ("chain", "seq", "at", "event", "subject", "actor", "acting_for", "payload", "prev", "hash")
    for row in entries.order_by("chain", "seq").values(*columns).iterator(chunk_size=5000):
        yield row | {
            "at": row["at"].isoformat(),
            "actor": str(row["actor"]),
            "acting_for": str(row["acting_for"]),
        }


def heads(chain: str = "") -> dict[str, tuple[int, str]]:
    """Give each chain's newest place and hash."""
    rows = Head.objects.filter(chain=chain) if chain else Head.objects.all()
    return {head.chain: (head.seq, head.hash) for head in rows}


def changed_personal_part() -> Fault | None:
    """Compare the personal parts that still exist with what their entries committed to."""
    parts: dict[int, list[tuple[str, str, str]]] = {}
    for part in PersonalPart.objects.order_by("entry").iterator(chunk_size=5000):
        parts.setdefault(part.entry, []).append((part.field, part.salt, part.value))
    for entry in Entry.objects.filter(pk__in=parts).order_by("pk").values("pk", "chain", "seq", "payload"):
        if field := wrong_commitment(entry, parts[entry["pk"]]):
            return Fault(entry["chain"], entry["seq"], f"its personal part “{field}” was changed")
    return None


def is_kept(entry_id: int) -> bool:
    """Tell whether an entry stands: one whose transaction was rolled back does not."""
    return Entry.objects.filter(pk=entry_id).exists()
