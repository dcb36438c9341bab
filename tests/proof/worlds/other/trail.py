"""The trail in the other world. Hashes of known entries stay: they are commitments, see `COMMITMENTS`."""

import json
from collections import defaultdict

from tests.proof.worlds.oracle import Oracle
from tests.proof.worlds.other.change import Other, another
from tests.proof.worlds.other.reports import another_firm

# Values of events that are free text; the others are ids, days and words of a list.
TEXTS = {
    "reference",
    "case_reference",
    "grantee_name",
    "organisation_name",
    "title",
    "reason",
    "code",
    "label",
}


def changed(oracle: Oracle, other: Other) -> None:
    """Let unknown entries tell something else, and closed reporters be somebody else."""
    for entry in oracle.tables["audit_entry"]:
        if oracle.knows_entry(entry):
            if oracle.hides_author(entry):
                firm = another_firm(oracle, entry["acting_for"])
                other.set("audit_entry", entry, acting_for=firm, actor=another(entry["actor"]))
            continue
        said = json.loads(entry["payload"])
        said["body"] = {name: _told(name, value) for name, value in said["body"].items()}
        other.set("audit_entry", entry, payload=json.dumps(said), acting_for=another(entry["acting_for"]))
        other.turn("audit_entry", entry, "at", "actor", "hash")


def _told(name: str, value: object) -> object:
    return f"other {value}" if isinstance(value, str) and name in TEXTS else value


def absent(oracle: Oracle, other: Other) -> None:
    """Leave unknown entries out; those known move up, as they would have stood without them."""
    chains = defaultdict(list)
    for entry in oracle.tables["audit_entry"]:
        if oracle.knows_entry(entry):
            chains[entry["chain"]].append(entry)
        else:
            other.drop("audit_entry", entry)
    for entries in chains.values():
        for place, entry in enumerate(sorted(entries, key=lambda row: row["seq"]), start=1):
            if place != entry["seq"]:
                other.set("audit_entry", entry, seq=place)
