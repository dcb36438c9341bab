"""Reading the trail: a chain's entries for its Record page, and all of it for the verifier."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.audit.models import Entry, Head, PersonalPart
from apps.audit.rules import Fault, wrong_commitment
from apps.core.events import REGISTRY


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


def record_of(chain: str, *, events: frozenset[str] | None = None, most: int = 200) -> list[Line]:
    """Give the newest entries of one chain, newest first; `events` narrows to those a viewer may see.

    Whoever calls this has found and authorised the chain's object first. Narrowed entries come without
    their place in the chain (0): the gaps would count what is not told.
    """
    entries = Entry.objects.filter(chain=chain)
    if events is None:
        return [_line(entry, entry.seq) for entry in entries.order_by("-seq")[:most]]
    return [_line(entry, 0) for entry in entries.filter(event__in=events).order_by("-seq")[:most]]


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
