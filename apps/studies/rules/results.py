"""What a sheet may hold and what was found on it: results by their place, in columns, because they may be many."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Expected:
    """What may stand on a sheet: the laboratory's sample codes, unit by code of characteristic, replicates.

    Of the `positive` characteristics only values above zero: they are judged on logarithms.
    """

    samples: frozenset[str]
    units: Mapping[str, str]
    replicates: int
    positive: frozenset[str] = frozenset()


class Taken(NamedTuple):
    """One result: the value, the text with the digits as the laboratory wrote them, and what goes with it.

    With the qualifier `<` or `>` the value is the limit; `ND` has neither value nor digits. `uncertainty`
    is the text of the expanded uncertainty (k = 2), empty where none is stated.
    """

    sample: str
    characteristic: str
    replicate: int
    value: Decimal | None
    reported: str
    qualifier: str = ""
    uncertainty: str = ""

    @property
    def written(self) -> str:
        """The result as it stands on the sheet: digits with the qualifier before them."""
        return f"{self.qualifier}{self.reported}"


def unfolded(
    reported: Sequence[str | None], qualifiers: Sequence[str] | None
) -> Iterator[tuple[int, str, str]]:
    """Give replicate, qualifier and digits of each result of a cell as it is stored; gaps are left out.

    >>> list(unfolded(["0.052", None, None], ["", "", "ND"]))
    [(1, '', '0.052'), (3, 'ND', '')]
    """
    for replicate, (digits, qualifier) in enumerate(
        zip(reported, qualifiers or repeat(""), strict=False), start=1
    ):
        if digits or qualifier:
            yield replicate, qualifier, digits or ""


class FilledCell(NamedTuple):
    """The results of one sample for one characteristic by replicate: None for a gap, and for what was not detected.

    `qualifiers` and `uncertainties` are None where no result has one.
    """

    sample: str
    characteristic: str
    reported: list[str | None]
    qualifiers: list[str] | None
    uncertainties: list[str | None] | None


class Results:
    """The results of one sheet.

    A place is one number for sample, characteristic and replicate: an object for each result would cost more
    than reading it. `rows` holds the row by place, 0 where there is none; `reported` the digits.
    """

    def __init__(self, expected: Expected) -> None:
        self.cells = [(sample, code) for sample in sorted(expected.samples) for code in expected.units]
        self.replicates = expected.replicates
        places = len(self.cells) * self.replicates
        # Where a sample's places begin, and a characteristic's among them.
        of_sample = self.replicates * len(expected.units)
        self.samples = {code: at * of_sample for at, code in enumerate(sorted(expected.samples))}
        self.characteristics = {code: at * self.replicates for at, code in enumerate(expected.units)}
        self.rows = np.zeros(places, np.int64)
        self.reported: list[str | None] = [None] * places
        self.count = 0
        # Few results are qualified and few sheets state uncertainties: by place, beside the columns.
        self.qualifiers: dict[int, str] = {}
        self.uncertainties: dict[int, str] = {}

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Taken]:
        for place in self._in_order():
            cell, at = divmod(place, self.replicates)
            reported = self.reported[place] or ""
            value = Decimal(reported) if reported else None
            more = self.qualifiers.get(place, ""), self.uncertainties.get(place, "")
            yield Taken(*self.cells[cell], at + 1, value, reported, *more)

    def filled_cells(self) -> Iterator[FilledCell]:
        """Give the cells that have results, each with what was reported by replicate."""
        size = self.replicates
        qualified = {place // size for place in self.qualifiers}
        uncertain = {place // size for place in self.uncertainties}
        for cell in np.flatnonzero(self.rows.reshape(-1, size).any(axis=1)).tolist():
            places = range(cell * size, cell * size + size)
            reported = self.reported[places.start : places.stop]
            yield FilledCell(
                *self.cells[cell],
                [one or None for one in reported] if cell in qualified else reported,
                [self.qualifiers.get(place, "") for place in places] if cell in qualified else None,
                [self.uncertainties.get(place) for place in places] if cell in uncertain else None,
            )

    def not_positive(self, codes: Collection[str]) -> Iterator[tuple[int, str, str]]:
        """Give row, code and text of each value (or limit) of these characteristics that is not above zero."""
        for place in self._in_order():
            _sample, code = self.cells[place // self.replicates]
            reported = self.reported[place]
            if code in codes and reported and Decimal(reported) <= 0:
                yield int(self.rows[place]), code, f"{self.qualifiers.get(place, '')}{reported}"

    def place_of(self, sample: str, code: str, replicate: int) -> int:
        """Give the place of a result."""
        return self.samples[sample] + self.characteristics[code] + replicate - 1

    def add(self, place: int, row: int, reported: str, qualifier: str = "", uncertainty: str = "") -> int:
        """Take a result, unless its place is taken; give the row that has the place."""
        if first := int(self.rows[place]):
            return first
        self.rows[place], self.reported[place] = row, reported
        self.count += 1
        if qualifier:
            self.qualifiers[place] = qualifier
        if uncertainty:
            self.uncertainties[place] = uncertainty
        return row

    def add_all(self, places: NDArray[np.int64], row: int, reported: list[str]) -> bool:
        """Take the results of rows from `row` on, all or, if a place is taken, none; tell which."""
        rows = np.arange(row, row + len(reported))
        if self.rows[places].any():
            return False
        self.rows[places] = rows
        if (self.rows[places] != rows).any():  # two rows of one place
            self.rows[places] = 0
            return False
        for place, text in zip(places.tolist(), reported, strict=True):
            self.reported[place] = text
        self.count += len(reported)
        return True

    def _in_order(self) -> list[int]:
        """Give the places that are taken, in the order of the sheet."""
        taken = np.flatnonzero(self.rows)
        in_order: list[int] = taken[np.argsort(self.rows[taken])].tolist()
        return in_order
