"""From rows of a file to the engine's cells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from apps.studies.interlab.results import Result
from apps.studies.statistics import Cells
from apps.studies.statistics.cells import natural_key
from apps.studies.statistics.nested import NestedResult


@dataclass(frozen=True, slots=True)
class Material:
    """All rows of one material, in one unit."""

    name: str
    unit: str
    rows: tuple[Result, ...]

    @property
    def numbers(self) -> list[Result]:
        """The measured values."""
        return [row for row in self.rows if row.is_number]

    @property
    def censored(self) -> list[Result]:
        """The results known only to lie beyond a limit."""
        return [row for row in self.rows if row.qualifier]

    @property
    def gaps(self) -> list[Result]:
        """The rows without a value."""
        return [row for row in self.rows if row.value is None and not row.qualifier]

    @property
    def batches(self) -> list[NestedResult]:
        """The measured values with their batches."""
        return [
            (row.lab, row.batch, row.replicate, row.value) for row in self.numbers if row.value is not None
        ]


def grouped(rows: Iterable[Result]) -> dict[str, list[Result]]:
    """Give the rows by material, materials in natural order ("S2" before "S10")."""
    found: dict[str, list[Result]] = {}
    for row in rows:
        found.setdefault(row.material, []).append(row)
    return {name: found[name] for name in sorted(found, key=natural_key)}


def cells_of(materials: Iterable[Material]) -> Cells:
    """Arrange the measured values; a material without any is not among the levels.

    The replicates of a laboratory are those of all its batches.
    """
    rows: list[Result] = []
    for material in materials:
        rows.extend(sorted(material.numbers, key=lambda row: (natural_key(row.batch), row.replicate)))
    cells = Cells.from_results(
        (row.lab, row.material, at, row.value) for at, row in enumerate(rows) if row.value is not None
    )
    steps: dict[str, Decimal] = {}
    for row in rows:
        steps[row.material] = min(row.step, steps.get(row.material, row.step))
    return replace(cells, steps=_in_order(cells, steps))


def _in_order(cells: Cells, steps: Mapping[str, Decimal]) -> tuple[Decimal, ...]:
    # A conversion of units may have lengthened the values: the digits reported are those of the file.
    return tuple(steps[level] for level in cells.levels)


def with_levels(cells: Cells, names: Sequence[str]) -> Cells:
    """Give the cells with exactly these levels; nobody has results of one that was not there."""
    at = {name: cells.levels.index(name) for name in names if name in cells.levels}
    nothing = np.full((len(cells.labs), max(1, cells.values.shape[2])), np.nan)
    return Cells(
        labs=cells.labs,
        levels=tuple(names),
        values=np.stack([cells.values[at[name]] if name in at else nothing for name in names]),
        offsets=tuple(cells.offsets[at[name]] if name in at else Decimal(1) for name in names),
        steps=tuple(cells.steps[at[name]] if name in at else Decimal(1) for name in names),
    )


def no_cells(name: str) -> Cells:
    """Give the cells of a material that nobody has a measured value of."""
    return Cells((name,), (name,), np.full((1, 1, 1), np.nan), (Decimal(0),), (Decimal(1),))
