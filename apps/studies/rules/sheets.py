"""Reading a result sheet: CSV bytes against a protocol, streaming, strict, with a report per row and column.

The format: UTF-8 (with or without BOM), cells separated by commas, the header
`sample,characteristic,replicate,value,unit` (any order), one result a row. A row without a value is a gap.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from typing import Final

from apps.studies.rules.faults import Faults, shown
from apps.studies.rules.numbers import COMMA, read_number

COLUMNS: Final = ("sample", "characteristic", "replicate", "value", "unit")
TELL_EVERY: Final = 2000
NUMBER_OF_CELLS: Final = len(COLUMNS)
UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
BOM: Final = b"\xef\xbb\xbf"

Cells = tuple[str, str, str, str, str]
Tell = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Expected:
    """What may stand on a sheet: the laboratory's sample codes, unit by characteristic, replicates."""

    samples: frozenset[str]
    units: Mapping[str, str]
    replicates: int


@dataclass(frozen=True, slots=True)
class Taken:
    """One result: the value, and the text with the digits as the laboratory wrote them."""

    sample: str
    characteristic: str
    replicate: int
    value: Decimal
    reported: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A sheet read to its end: its results, or its faults, never something of both to be stored."""

    rows: int
    results: list[Taken]
    faults: Faults

    @property
    def is_taken(self) -> bool:
        """Tell whether the sheet may be taken."""
        return not self.faults.count


def read_sheet(lines: Iterable[bytes], expected: Expected, tell: Tell | None = None) -> Reading:
    """Read the lines of a file; `tell` hears every 2,000 rows how many are done. Never raises for content."""
    reader = _Reader(expected, tell or (lambda _rows: None))
    reader.read(lines)
    return Reading(reader.rows, reader.results, reader.faults)


class _Reader:
    """One pass over one sheet."""

    def __init__(self, expected: Expected, tell: Tell) -> None:
        self.faults, self.results, self.rows = Faults(), list[Taken](), 0
        self.row = 0
        self.samples, self.units = expected.samples, expected.units
        self.numbers = {str(number): number for number in range(1, expected.replicates + 1)}
        self.most = expected.replicates
        self.tell = tell
        self.seen: dict[tuple[str, str, int], int] = {}

    def read(self, lines: Iterable[bytes]) -> None:
        try:
            self._rows(csv.reader(decoded(lines), strict=True))
        except UnicodeDecodeError as error:
            self.faults.add(self.row + 1, "", str(error.reason))
        except csv.Error:
            self.faults.add(self.row + 1, "", "unreadable")
        if not self.results and not self.faults.count:
            self.faults.add(0, "", "no_results")

    def _rows(self, rows: Iterator[list[str]]) -> None:
        header = next(rows, None)
        if header is None:
            self.faults.add(0, "", "empty")
            return
        self.row = 1
        names = [name.strip() for name in header]
        if not self._header(names):
            return
        ordered: Callable[[list[str]], Cells] = itemgetter(*map(names.index, COLUMNS))
        for self.row, cells in enumerate(rows, start=2):
            if not any(cells):
                continue
            self.rows += 1
            if len(cells) == NUMBER_OF_CELLS:
                self._result(*ordered(cells))
            else:
                self._odd_length(cells, names.index("value"))
            if not self.rows % TELL_EVERY:
                self.tell(self.rows)

    def _header(self, names: list[str]) -> bool:
        if len(names) == 1 and all(column in names[0] for column in COLUMNS):
            self.faults.add(1, "", "wrong_delimiter")
            return False
        for column in COLUMNS:
            if names.count(column) > 1:
                self.faults.add(1, column, "column_twice")
            elif column not in names:
                self.faults.add(1, column, "missing_column")
        for name in names:
            if name not in COLUMNS:
                self.faults.add(1, "", "unknown_column", text=name)
        return not self.faults.count

    def _odd_length(self, cells: list[str], value_at: int) -> None:
        split = ",".join(part.strip() for part in cells[value_at : value_at + 2])
        if len(cells) == NUMBER_OF_CELLS + 1 and COMMA.fullmatch(split):
            self.faults.add(self.row, "value", "decimal_comma", text=split, better=split.replace(",", "."))
        else:
            code = "too_many_cells" if len(cells) > NUMBER_OF_CELLS else "too_few_cells"
            self.faults.add(self.row, "", code, cells=len(cells), wanted=NUMBER_OF_CELLS)

    def _result(self, sample: str, characteristic: str, replicate: str, value: str, unit: str) -> None:
        before = self.faults.count
        if sample not in self.samples and (sample := sample.strip()) not in self.samples:
            self._word("sample", sample, "unknown_sample")
        wanted = self.units.get(characteristic) or self.units.get(characteristic := characteristic.strip())
        if wanted is None:
            self._word("characteristic", characteristic, "unknown_characteristic")
        elif unit != wanted and unit.strip() != wanted:
            self._word("unit", unit.strip(), "wrong_unit", characteristic=characteristic, unit=wanted)
        number = self.numbers.get(replicate) or self.numbers.get(replicate.strip())
        if number is None:
            self._word("replicate", replicate.strip(), "wrong_replicate", most=self.most)
        value = value.strip()
        read = read_number(value) if value else None
        if isinstance(read, str):
            self._word("value", value, read, better=value.replace(",", "."))
        elif read is not None and number is not None and self.faults.count == before:
            self._take(sample, characteristic, number, read, value)

    def _take(self, sample: str, characteristic: str, number: int, read: Decimal, value: str) -> None:
        first = self.seen.setdefault((sample, characteristic, number), self.row)
        if first == self.row:
            self.results.append(Taken(sample, characteristic, number, read, value))
        else:
            place = {"sample": sample, "characteristic": characteristic, "replicate": number}
            self.faults.add(self.row, "replicate", "duplicate", first=first, **place)

    def _word(self, column: str, text: str, code: str, **values: object) -> None:
        """Note a text that is not the expected one; worse if a spreadsheet would run it or nobody can see it."""
        if shown(text, len(text)) != text:
            code = "control_characters"
        elif column != "value" and text.startswith(tuple("=+-@")):
            code = "formula"
        self.faults.add(self.row, column, code, text=text, **values)


def decoded(lines: Iterable[bytes]) -> Iterator[str]:
    """Give the lines as text. Raises UnicodeDecodeError whose reason is a fault's code."""
    for number, line in enumerate(lines):
        if not number:
            if line.startswith(UTF16):
                raise UnicodeDecodeError("utf-8", line[:2], 0, 2, "utf_16")
            line = line.removeprefix(BOM)  # noqa: PLW2901 - the first line without its mark
        try:
            text = line.decode()
        except UnicodeDecodeError as error:
            raise UnicodeDecodeError("utf-8", line[:2], 0, 1, "not_utf_8") from error
        if "\0" in text:
            raise UnicodeDecodeError("utf-8", line[:2], 0, 1, "control_characters")
        yield text
