"""Answers of the engine as values that JSON can hold."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any

LEAVES = frozenset({float, str, int, type(None), bool})


def plain(value: Any) -> Any:
    """Return dicts, lists, strings, numbers and None for an answer: same answer, same JSON bytes."""
    kind: Any = type(value)
    if kind in LEAVES:
        return value
    if kind is tuple:
        return [plain(item) for item in value]
    names, parts = _parts_of(kind)  # type: ignore[arg-type]  # the stubs take no class of Any for hashable
    if not names:
        return value
    return {
        name: part if type(part) in LEAVES else plain(part)
        for name, part in zip(names, parts(value), strict=True)
    }


@cache
def _parts_of(kind: Any) -> tuple[tuple[str, ...], Callable[[Any], Any]]:
    """Give a dataclass' fields and how to read them all at once; no fields for anything else."""
    names = tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
    if len(names) == 1:
        return names, lambda value: (getattr(value, names[0]),)
    return names, attrgetter(*names) if names else tuple
