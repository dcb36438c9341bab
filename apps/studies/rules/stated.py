"""The uncertainties that laboratories state, and what they say of the mean of a cell.

The replicates of a cell share method, calibration and analyst: what a laboratory is unsure of does not average
out over them. So their uncertainties are combined as fully correlated: the expanded uncertainty of the mean is
the mean of those stated (JCGM 100:2008, 5.2.2, Note 1), and only where each replicate states one.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Final

from apps.core.canonical import canonical, canonical_rows, sha256

Stated = tuple[str, str, int, str]
"""Laboratory code, level, replicate, expanded uncertainty (k = 2) in plain digits."""

Cell = tuple[str, str]
_EXACT: Final = Context(prec=60)
"""Own context: an answer must not depend on the caller's decimal settings."""


@dataclass(frozen=True)
class OfCells:
    """Expanded uncertainties of the means of cells; `partial` cells state some, and so have none."""

    uncertainties: Mapping[Cell, Decimal]
    partial: frozenset[Cell]


def of_cells(stated: Collection[Stated], counts: Mapping[Cell, int]) -> OfCells:
    """Combine what is stated cell by cell; `counts` are the results of each cell that are numbers."""
    amounts: dict[Cell, list[Decimal]] = defaultdict(list)
    for laboratory, level, _replicate, text in stated:
        amounts[laboratory, level].append(Decimal(text))
    complete = {cell for cell, said in amounts.items() if len(said) == counts.get(cell)}
    return OfCells(
        uncertainties={cell: _mean(amounts[cell]) for cell in complete},
        partial=frozenset(amounts.keys() - complete),
    )


def commitment(stated: Collection[Stated], salt: str) -> str:
    """Give the SHA-256 of what is stated, under a secret salt; nothing where nothing is stated.

    Uncertainties are few digits: without the salt whoever had the hash would try them out until it fits.
    """
    if not stated:
        return ""
    return sha256(f'{{"salt":{canonical(salt)},"uncertainties":{canonical_rows(sorted(stated))}}}')


def _mean(values: list[Decimal]) -> Decimal:
    total = Decimal(0)
    for value in values:
        total = _EXACT.add(total, value)
    return _EXACT.divide(total, Decimal(len(values)))
