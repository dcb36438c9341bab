"""The only function that reads protected attributes of a shared row."""

from dataclasses import dataclass
from typing import Any

from apps.sharing.models import Shareable


@dataclass(frozen=True)
class Opened:
    """What a mask opens of a row: closed fields are present and None, and their groups are named.

    `hidden_groups` tells empty and hidden apart.
    """

    values: dict[str, Any]
    hidden_groups: tuple[str, ...]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


def opened(row: Shareable, mask: int, parts: dict[str, Any] | None = None) -> Opened:
    """Read the core fields and the groups that `mask` opens; everything else becomes None.

    `parts` are values of other tables that belong to a group (a report's shipments); no queries here.
    """
    declaration = row.SHARING
    values = {name: getattr(row, name) for name in declaration.core}
    for group in declaration.groups:
        for name in group.fields:
            source = parts or {}
            shown = source.get(name) if name in declaration.parts else getattr(row, name)
            values[name] = shown if mask & group.mask else None
    return Opened(values, declaration.hidden_in(mask))
