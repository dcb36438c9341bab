"""What a sheet may hold and what was found on it: results by their place, in columns, because they may be many."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple


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


class Results:
    """The results of one sheet in its order.

    A place is one number for sample, characteristic and replicate: an object for each result would cost more
    than reading it.
    """

    def __init__(self, expected: Expected) -> None:
        self.cells = [(sample, code) for sample in sorted(expected.samples) for code in expected.units]
        self.step = expected.replicates + 1
        self.rows: dict[int, int] = {}
        self.reported: list[str] = []
        # Few results are qualified and few sheets state uncertainties: by place, beside the columns.
        self.qualifiers: dict[int, str] = {}
        self.uncertainties: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self.reported)

    def __iter__(self) -> Iterator[Taken]:
        for cell, replicate, reported, *more in self.all_places():
            yield Taken(
                *self.cells[cell], replicate, Decimal(reported) if reported else None, reported, *more
            )

    @property
    def are_plain(self) -> bool:
        """Tell whether no result is qualified and none has an uncertainty."""
        return not self.qualifiers and not self.uncertainties

    def places(self) -> Iterator[tuple[int, int, str]]:
        """Give cell (index of `cells`), replicate and text of each."""
        for place, reported in zip(self.rows, self.reported, strict=True):
            yield *divmod(place, self.step), reported

    def all_places(self) -> Iterator[tuple[int, int, str, str, str]]:
        """Give cell, replicate, text, qualifier and uncertainty of each."""
        for place, reported in zip(self.rows, self.reported, strict=True):
            more = self.qualifiers.get(place, ""), self.uncertainties.get(place, "")
            yield *divmod(place, self.step), reported, *more

    def not_positive(self, codes: Collection[str]) -> Iterator[tuple[int, str, str]]:
        """Give row, code and text of each value (or limit) of these characteristics that is not above zero."""
        for (place, row), reported in zip(self.rows.items(), self.reported, strict=True):
            _sample, code = self.cells[place // self.step]
            if code in codes and reported and Decimal(reported) <= 0:
                yield row, code, f"{self.qualifiers.get(place, '')}{reported}"

    def add(self, place: int, row: int, reported: str, qualifier: str = "", uncertainty: str = "") -> int:
        """Take a result, unless its place is taken; give the row that has the place."""
        first = self.rows.setdefault(place, row)
        if first == row:
            self.reported.append(reported)
            if qualifier:
                self.qualifiers[place] = qualifier
            if uncertainty:
                self.uncertainties[place] = uncertainty
        return first

    def add_all(self, places: Iterable[int], rows: range, reported: Iterable[str]) -> bool:
        """Take the results of rows, all or, if a place is taken, none; tell which."""
        found = dict(zip(places, rows, strict=True))
        if len(found) < len(rows) or not self.rows.keys().isdisjoint(found):
            return False
        self.rows |= found
        self.reported += reported
        return True
