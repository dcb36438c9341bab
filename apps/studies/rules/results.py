"""What a sheet may hold and what was found on it: results by their place, in columns, because they may be many."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Expected:
    """What a protocol lets stand on a sheet: codes of items, unit by code of characteristic, replicates."""

    items: frozenset[str]
    units: Mapping[str, str]
    replicates: int


class Taken(NamedTuple):
    """One result: the value, and the text with the digits as the laboratory wrote them."""

    item: str
    characteristic: str
    replicate: int
    value: Decimal
    reported: str


class Results:
    """The results of one sheet in its order.

    A place is one number for item, characteristic and replicate: an object for each result would cost more
    than reading it.
    """

    def __init__(self, expected: Expected) -> None:
        self.cells = [(item, code) for item in sorted(expected.items) for code in expected.units]
        self.step = expected.replicates + 1
        self.rows: dict[int, int] = {}
        self.reported: list[str] = []

    def __len__(self) -> int:
        return len(self.reported)

    def __iter__(self) -> Iterator[Taken]:
        for cell, replicate, reported in self.places():
            yield Taken(*self.cells[cell], replicate, Decimal(reported), reported)

    def places(self) -> Iterator[tuple[int, int, str]]:
        """Give cell (index of `cells`), replicate and text of each."""
        for place, reported in zip(self.rows, self.reported, strict=True):
            yield *divmod(place, self.step), reported

    def add(self, place: int, row: int, reported: str) -> int:
        """Take a result, unless its place is taken; give the row that has the place."""
        first = self.rows.setdefault(place, row)
        if first == row:
            self.reported.append(reported)
        return first

    def add_all(self, places: Iterable[int], rows: range, reported: Iterable[str]) -> bool:
        """Take the results of rows, all or, if a place is taken, none; tell which."""
        found = dict(zip(places, rows, strict=True))
        if len(found) < len(rows) or not self.rows.keys().isdisjoint(found):
            return False
        self.rows |= found
        self.reported += reported
        return True
