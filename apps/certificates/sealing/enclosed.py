"""`certificate.json`, the machine's twin of the paper, enclosed in its PDF."""

import json
from typing import Final

from apps.core.canonical import canonical, sha256

ENCLOSED: Final = "certificate.json"
SCHEMA: Final = "consortium-certificate-file/1"


def enclosed_text(facts: str, facts_sha256: str, number: str, numbered_at: str) -> str:
    """Write the file: the frozen facts as they are, between the names that come before and after them in order."""
    head = canonical({"facts_sha256": facts_sha256, "number": number, "numbered_at": numbered_at})
    return f'{{"facts":{facts},{head[1:-1]},"schema":{canonical(SCHEMA)}}}'


def facts_hash_of(text: str) -> tuple[str, str]:
    """Give the hash that an enclosed file says, and that of the facts in it; both empty where it is none of ours."""
    try:
        said = json.loads(text)
        facts, told = said["facts"], said["facts_sha256"]
        if said["schema"] != SCHEMA or not isinstance(facts, dict) or not isinstance(told, str):
            return "", ""
        return told, sha256(canonical(facts))
    except (ValueError, KeyError, TypeError, RecursionError):
        return "", ""
