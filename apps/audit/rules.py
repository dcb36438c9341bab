"""How an entry is hashed and how a chain is checked: pure, standard library only.

Used by the database (the trigger writes the same hash), by `verify_audit`, and on an export without
a database: `python apps/audit/rules.py EXPORT.jsonl`.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DOMAIN = "consortium-audit-1"
COLUMNS = ("event", "subject", "actor", "acting_for", "at")


def entry_hash(chain: str, seq: int, prev: str, payload: str) -> str:
    """Hash one entry: SHA-256 over domain tag, chain, place, previous hash and canonical payload."""
    text = "\n".join([DOMAIN, chain, str(seq), prev, payload])
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Fault:
    """The first broken place of a chain, and what is wrong there."""

    chain: str
    seq: int
    reason: str


def first_fault(
    entries: Iterable[Mapping[str, Any]], heads: Mapping[str, tuple[int, str]]
) -> tuple[Fault | None, int]:
    """Re-compute chains and name the first broken entry.

    `entries` come ordered by chain and seq, with the columns of the table as text; `heads` gives (seq, hash)
    of each chain's newest entry. Returns the fault or None, and the number of entries checked.
    """
    last: dict[str, tuple[int, str]] = {}
    count = 0
    for entry in entries:
        count += 1
        chain, seq = entry["chain"], entry["seq"]
        before = last.get(chain, (0, ""))
        if reason := _broken(entry, before):
            return Fault(chain, min(seq, before[0] + 1), reason), count
        last[chain] = (seq, entry["hash"])
    for chain in sorted(set(heads) | set(last)):
        if heads.get(chain, (0, "")) != last.get(chain, (0, "")):
            return Fault(chain, last.get(chain, (0, ""))[0] + 1, "the newest entry is not the head's"), count
    return None, count


def wrong_commitment(entry: Mapping[str, Any], parts: Iterable[tuple[str, str, str]]) -> str:
    """Name the first personal part (field, salt, value) that is not what the entry committed to; empty if none.

    A part that was erased is simply absent; its commitment stays and proves nothing any more.
    """
    said = json.loads(entry["payload"]).get("personal", {})
    for field, salt, value in parts:
        if hashlib.sha256((salt + value).encode()).hexdigest() != said.get(field):
            return field
    return ""


def _broken(entry: Mapping[str, Any], before: tuple[int, str]) -> str:
    """Say what is wrong with one entry, given (seq, hash) of the one before; empty if nothing is."""
    seq, previous = before
    if entry["seq"] != seq + 1:
        return "an entry is missing here"
    if entry["prev"] != previous:
        return "it does not follow the entry before it"
    if entry_hash(entry["chain"], entry["seq"], entry["prev"], entry["payload"]) != entry["hash"]:
        return "its hash does not match what it says"
    said = json.loads(entry["payload"])
    wrong = [name for name in COLUMNS if str(said[name]) != str(entry[name])]
    return f"its columns differ from its payload: {', '.join(wrong)}" if wrong else ""


def check_export(lines: Iterable[str]) -> tuple[Fault | None, int]:
    """Check an export: one JSON object a line, entries in order, heads as `{"head": …}` at the end."""
    entries, heads = [], {}
    for line in lines:
        row = json.loads(line)
        if "head" in row:
            heads[row["head"]] = (row["seq"], row["hash"])
        else:
            entries.append(row)
    return first_fault(entries, heads)


if __name__ == "__main__":
    with Path(sys.argv[1]).open(encoding="utf-8") as export:
        fault, checked = check_export(export)
    sys.stdout.write(f"{checked} entries: {fault or 'every chain holds'}\n")
    sys.exit(1 if fault else 0)
