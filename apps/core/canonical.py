"""Canonical JSON (RFC 8785): the same facts are the same bytes, so that they can be hashed.

`jcs` is the word on how; what it takes half a second to write for a large study is written here in a tenth of
it, and a test holds the two together byte for byte. Whatever is out of the ordinary goes to `jcs` itself.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from typing import Any, Final

import jcs

EXACT: Final = 2**53
"""Whole numbers from here on are not exact as the doubles that JSON means."""


def canonical(value: Any) -> str:
    """Write plain JSON values canonically. Numbers that matter are strings already."""
    write = WRITERS.get(type(value))
    return write(value) if write else _by_jcs(value)


def canonical_rows(rows: Sequence[tuple[str | int, ...]]) -> str:
    """Write many rows of texts and small whole numbers canonically, as arrays: the same as `canonical`, at once."""
    return json.dumps(rows, ensure_ascii=False, check_circular=False, separators=(",", ":"))


def _whole(value: int) -> str:
    return str(value) if -EXACT < value < EXACT else _by_jcs(value)


def _number(value: float) -> str:
    text = repr(value)
    if "e" in text or "n" in text or value == 0:
        return _by_jcs(value)
    return text.removesuffix(".0")


def _object(value: dict[str, Any]) -> str:
    try:
        names = _in_order(tuple(value))
    except (AttributeError, TypeError):  # a name that is no text
        return _by_jcs(value)
    return f"{{{','.join([f'{name}{canonical(value[key])}' for key, name in names])}}}"


@lru_cache(maxsize=1024)
def _in_order(keys: tuple[str, ...]) -> list[tuple[str, str]]:
    """Give the names of an object in their order, by UTF-16 as the standard says, each with how it is written."""
    ordered = sorted(keys, key=lambda key: key.encode("utf-16_be"))
    return [(key, f"{quoted(key)}:") for key in ordered]


def _by_jcs(value: Any) -> str:
    text: bytes = jcs.canonicalize(value)
    return text.decode()


WRITERS: Final[dict[type, Callable[[Any], str]]] = {
    str: quoted,
    float: _number,
    int: _whole,
    dict: _object,
    list: lambda value: f"[{','.join(map(canonical, value))}]",
    type(None): lambda _value: "null",
}


def sha256(text: str | bytes) -> str:
    """Give the SHA-256 of a text or of bytes, in hexadecimal."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()
