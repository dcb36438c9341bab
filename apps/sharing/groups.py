"""Field groups: declared once in the model, the source of every page, file and filter that shows it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from apps.core.errors import Words


@dataclass(frozen=True, kw_only=True)
class Group:
    """Fields that open together. `bit` is append-only; `standing` says whether a standing grant may open it."""

    name: str
    label: Words
    bit: int
    fields: tuple[str, ...]
    standing: bool = True

    @property
    def mask(self) -> int:
        """The group as a bit of a grant's mask."""
        return 1 << self.bit


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """What of a model is shown with any access (`core`), never (`internal`), or group by group.

    Names in a group may also be parts kept in other tables (`parts`), such as a report's shipments.
    """

    core: tuple[str, ...]
    internal: tuple[str, ...]
    groups: tuple[Group, ...]
    parts: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def everything(self) -> int:
        """The mask that opens all groups: the owner's."""
        return sum(group.mask for group in self.groups)

    @cached_property
    def group_of(self) -> dict[str, Group]:
        """Which group a field is in."""
        return {name: group for group in self.groups for name in group.fields}

    def mask_of(self, names: Iterable[str]) -> int:
        """Give the mask of some groups by name. Raises KeyError for an unknown one."""
        known = {group.name: group.mask for group in self.groups}
        return sum(known[name] for name in set(names))

    def names_in(self, mask: int) -> tuple[str, ...]:
        """Give the names of the groups that a mask opens."""
        return tuple(group.name for group in self.groups if mask & group.mask)

    def hidden_in(self, mask: int) -> tuple[str, ...]:
        """Give the names of the groups that a mask leaves closed."""
        return tuple(group.name for group in self.groups if not mask & group.mask)
