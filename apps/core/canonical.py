"""Canonical JSON (RFC 8785): the same facts are the same bytes, so that they can be hashed."""

import hashlib
from typing import Any

import jcs


def canonical(value: Any) -> str:
    """Write plain JSON values canonically. Numbers that matter are strings already."""
    text: bytes = jcs.canonicalize(value)
    return text.decode()


def sha256(text: str | bytes) -> str:
    """Give the SHA-256 of a text or of bytes, in hexadecimal."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()
