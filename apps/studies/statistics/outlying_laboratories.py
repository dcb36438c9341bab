"""A laboratory that is an outlier at several levels: for people to rule on, whether it is left out everywhere.

ISO 5725-2 (7.3.1) lets the panel take a laboratory with unexplained outliers at several levels for an outlying
one, and has no test for that. The rule here is ours, and only proposes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

FEWEST_LEVELS: Final = 2
SHARE: Final = 1 / 5
"""Of its own levels. By chance a laboratory is an outlier at 1 level in 300 or so: two of ten are no chance."""


@dataclass(frozen=True, slots=True)
class OutlyingLaboratory:
    """A laboratory, the levels where its cell is an outlier, and the number of levels it reported at."""

    lab: str
    levels: tuple[str, ...]
    reported: int


def outlying_laboratories(
    outlying: Iterable[tuple[str, str]], reported: Mapping[str, int]
) -> tuple[OutlyingLaboratory, ...]:
    """Give the laboratories whose outlying cells, as (laboratory, level), are two and a fifth of their levels."""
    levels: dict[str, set[str]] = defaultdict(set)
    for lab, level in outlying:
        levels[lab].add(level)
    return tuple(
        OutlyingLaboratory(lab, tuple(sorted(found)), reported[lab])
        for lab, found in sorted(levels.items())
        if len(found) >= max(FEWEST_LEVELS, SHARE * reported[lab])
    )
