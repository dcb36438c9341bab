"""The results of one joint test as one array: levels by laboratories by replicates."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache
from typing import Self

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Result = tuple[str, str, int, Decimal]

# Own context: the answer must not depend on the caller's decimal settings, and subtraction must stay exact.
_EXACT = Context(prec=200)


class DuplicateResultError(ValueError):
    """Two results claim the same laboratory, level and replicate."""


@dataclass(frozen=True, eq=False)
class Cells:
    """All results of one study, in the unit of each level.

    `values` has the shape (levels, labs, replicates), holds result minus the level's offset, and NaN where
    there is no result; the results of a cell stand first, the padding last. `offsets` are what was
    subtracted (exactly, in decimal: results such as 1000000000000.4 keep their digits), `steps` the finest
    digit reported per level, in the same unit. A level is one material and one characteristic.
    """

    labs: tuple[str, ...]
    levels: tuple[str, ...]
    values: Floats
    offsets: tuple[Decimal, ...]
    steps: tuple[Decimal, ...]

    def __post_init__(self) -> None:
        """Refuse an array that does not keep the promises above (ValueError)."""
        check_layout(self)
        self.values.setflags(write=False)

    @classmethod
    def from_results(cls, rows: Iterable[Result]) -> Self:
        """Arrange (lab, level, replicate, value) rows in any order; replicate numbers may have gaps.

        Labs and levels come out in natural order ("L2" before "L10"), so the order of the rows never shows in
        a result. Raises DuplicateResultError, and ValueError for a value that is not a finite number.
        """
        cells = _group(rows)
        labs = tuple(sorted({lab for _, lab in cells}, key=natural_key))
        levels = tuple(sorted({level for level, _ in cells}, key=natural_key))
        by_level: dict[str, list[Decimal]] = {level: [] for level in levels}
        for (level, _), cell in cells.items():
            by_level[level].extend(cell.values())
        offsets = {level: _middle(values) for level, values in by_level.items()}
        shape = (len(levels), len(labs), max(map(len, cells.values()), default=0))
        return cls(
            labs=labs,
            levels=levels,
            values=_array(shape, cells, labs, offsets),
            offsets=tuple(offsets.values()),
            steps=tuple(_finest_step(values) for values in by_level.values()),
        )


def check_layout(cells: Cells) -> None:
    """Raise ValueError unless shape, finiteness and padding are as `Cells` promises."""
    values = cells.values
    replicates = values.shape[2:]
    if values.shape != (len(cells.levels), len(cells.labs), *replicates) or len(replicates) != 1:
        raise ValueError("Values must have the shape (levels, labs, replicates).")
    if not len(cells.offsets) == len(cells.steps) == len(cells.levels):
        raise ValueError("Each level needs one offset and one step.")
    missing = np.isnan(values)
    if np.isinf(values).any():
        raise ValueError("Values must be finite.")
    if (missing[..., :-1] & ~missing[..., 1:]).any():
        raise ValueError("Missing replicates must stand at the end of their cell.")


@lru_cache(maxsize=4096)  # a study names each laboratory once a level, and sorts them each time
def natural_key(code: str) -> tuple[tuple[str | int, ...], str]:
    """Return a sort key that reads the numbers inside a code: "L2" before "L10", "01" before "1"."""
    parts = re.split(r"([0-9]+)", code)
    return tuple(int(part) if at % 2 else part for at, part in enumerate(parts)), code


def _group(rows: Iterable[Result]) -> dict[tuple[str, str], dict[int, Decimal]]:
    cells: dict[tuple[str, str], dict[int, Decimal]] = defaultdict(dict)
    for lab, level, replicate, value in rows:
        if not value.is_finite():
            message = f"Laboratory {lab}, level {level}, replicate {replicate}: {value} is no number."
            raise ValueError(message)
        if replicate in cells[level, lab]:
            message = f"Laboratory {lab}, level {level}: replicate {replicate} comes twice."
            raise DuplicateResultError(message)
        cells[level, lab][replicate] = value
    return cells


def _middle(values: list[Decimal]) -> Decimal:
    # A reported value, so that subtracting it is exact and moves with the data when a constant is added.
    return sorted(values)[len(values) // 2]


def _finest_step(values: list[Decimal]) -> Decimal:
    # Asking a value whether it has the same last digit costs a tenth of taking it apart.
    finest = values[0]
    for value in values:
        if not value.same_quantum(finest) and _exponent(value) < _exponent(finest):
            finest = value
    return Decimal((0, (1,), _exponent(finest)))


def _exponent(value: Decimal) -> int:
    return int(value.as_tuple().exponent)


def _array(
    shape: tuple[int, int, int],
    cells: Mapping[tuple[str, str], Mapping[int, Decimal]],
    labs: tuple[str, ...],
    offsets: Mapping[str, Decimal],
) -> Floats:
    values = np.full(shape, np.nan)
    level_at = {level: at for at, level in enumerate(offsets)}
    lab_at = {lab: at for at, lab in enumerate(labs)}
    for (level, lab), cell in cells.items():
        offset = offsets[level]
        centred = [float(_EXACT.subtract(cell[replicate], offset)) for replicate in sorted(cell)]
        values[level_at[level], lab_at[lab], : len(centred)] = centred
    return values
