"""Reading a result sheet against a protocol, streaming, strict, with a report per row and column.

The format: the header `sample,characteristic,replicate,value,unit` (any order; `uncertainty` may be a sixth),
one result a row. A row without a value is a gap. As CSV in UTF-8 (with or without BOM), cells separated by
commas; or as a workbook, first worksheet.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from apps.studies.rules import workbooks
from apps.studies.rules.blocks import Block, Room, Row, line_blocks, row_blocks
from apps.studies.rules.bulk import Finder
from apps.studies.rules.csv_rows import rows_of, without_mark
from apps.studies.rules.faults import Faults, shown
from apps.studies.rules.numbers import COMMA, fault_of_uncertainty, read_reported
from apps.studies.rules.results import Expected, Results
from apps.studies.rules.unreadable import Unreadable

COLUMNS: Final = ("sample", "characteristic", "replicate", "value", "unit")
OPTIONAL: Final = "uncertainty"
TELL_EVERY: Final = 2000

Tell = Callable[[int], None]
Blocks = Callable[[Room], Iterator[Block]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A sheet read to its end: its results, or its faults, never something of both to be stored."""

    rows: int
    results: Results
    faults: Faults

    @property
    def is_taken(self) -> bool:
        """Tell whether the sheet may be taken."""
        return not self.faults.count


def read_file(file: BinaryIO, expected: Expected, tell: Tell | None = None) -> Reading:
    """Read a file of either kind, by how it begins; `tell` as in `read_sheet`. Never raises for content."""
    begins = file.read(4)
    file.seek(0)
    if begins == workbooks.MARK:
        rows = workbooks.rows_of(file)
        return _read(rows, lambda room: row_blocks(rows, room), expected, tell)
    return read_sheet(file, expected, tell)


def read_sheet(lines: Iterable[bytes], expected: Expected, tell: Tell | None = None) -> Reading:
    """Read the lines of a CSV file; `tell` hears every 2,000 rows how many are done. Never raises for content."""
    unmarked = without_mark(lines)
    return _read(rows_of(unmarked), lambda room: line_blocks(unmarked, room), expected, tell)


def _read(rows: Iterator[Row], blocks: Blocks, expected: Expected, tell: Tell | None) -> Reading:
    """Read the header from `rows`, and what follows it from `blocks`."""
    reader = _Reader(expected, tell or (lambda _rows: None))
    reader.read(rows, blocks)
    if expected.positive:
        for row, code, text in reader.results.not_positive(expected.positive):
            reader.faults.add(row, "value", "not_positive", text=text, characteristic=code)
    return Reading(reader.rows, reader.results, reader.faults)


class _Reader:
    """One pass over one sheet."""

    def __init__(self, expected: Expected, tell: Tell) -> None:
        self.faults, self.results, self.rows = Faults(), Results(expected), 0
        self.row = 0
        self.samples, self.units = expected.samples, expected.units
        self.numbers = {str(number): number for number in range(1, expected.replicates + 1)}
        self.most = expected.replicates
        self.width = len(COLUMNS)
        self.finder = Finder(self.results, self.units)
        self.tell = tell

    def read(self, rows: Iterator[Row], blocks: Blocks) -> None:
        try:
            self._all(rows, blocks)
        except Unreadable as error:
            self.faults.add(0 if error.of_file else self.row + 1, "", error.code)
        except csv.Error:
            self.faults.add(self.row + 1, "", "unreadable")
        if not self.results and not self.faults.count:
            self.faults.add(0, "", "no_results")

    def _all(self, rows: Iterator[Row], blocks: Blocks) -> None:
        header = next(rows, None)
        if header is None:
            self.faults.add(0, "", "empty")
            return
        self.row = 1
        names = [name.strip() for name in header]
        if not self._header(names):
            return
        self.width = len(names)
        places = tuple(names.index(column) for column in (*COLUMNS, OPTIONAL) if column in names)
        for block in blocks(lambda: TELL_EVERY - self.rows % TELL_EVERY):
            done = self.rows
            if not self._taken_whole(block.text(), places):
                for cells in block.rows():
                    self._row(cells, places)
            if self.rows > done and not self.rows % TELL_EVERY:
                self.tell(self.rows)

    def _taken_whole(self, text: bytes | None, columns: tuple[int, ...]) -> bool:
        """Take rows that are beyond doubt; False, and nothing taken, if one is not."""
        found = text and self.finder.results_in(text, self.width, columns)
        if not found or not self.results.add_all(found.places, self.row + 1, found.reported):
            return False
        self.row, self.rows = self.row + len(found.reported), self.rows + len(found.reported)
        return True

    def _row(self, cells: Row, places: tuple[int, ...]) -> None:
        self.row += 1
        if not any(cells):
            return
        self.rows += 1
        if len(cells) == self.width:
            self._result(*(cells[place] for place in places))
        else:
            self._odd_length(cells, places[COLUMNS.index("value")])

    def _header(self, names: list[str]) -> bool:
        if len(names) == 1 and all(column in names[0] for column in COLUMNS):
            self.faults.add(1, "", "wrong_delimiter")
            return False
        for column in COLUMNS:
            if names.count(column) > 1:
                self.faults.add(1, column, "column_twice")
            elif column not in names:
                self.faults.add(1, column, "missing_column")
        if names.count(OPTIONAL) > 1:
            self.faults.add(1, OPTIONAL, "column_twice")
        for name in names:
            if name not in {*COLUMNS, OPTIONAL}:
                self.faults.add(1, "", "unknown_column", text=name)
        return not self.faults.count

    def _odd_length(self, cells: list[str], value_at: int) -> None:
        split = ",".join(part.strip() for part in cells[value_at : value_at + 2])
        if len(cells) == self.width + 1 and COMMA.fullmatch(split):
            self.faults.add(self.row, "value", "decimal_comma", text=split, better=split.replace(",", "."))
        else:
            code = "too_many_cells" if len(cells) > self.width else "too_few_cells"
            self.faults.add(self.row, "", code, cells=len(cells), wanted=self.width)

    def _result(
        self, sample: str, characteristic: str, replicate: str, value: str, unit: str, uncertainty: str = ""
    ) -> None:
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
        read = self._value(value.strip(), uncertainty.strip())
        if read and number is not None and self.faults.count == before:
            self._take(sample, characteristic, number, *read)

    def _value(self, value: str, uncertainty: str) -> tuple[str, str, str] | None:
        """Give digits, qualifier and uncertainty; None, and the faults noted, if there is nothing to take."""
        read = read_reported(value) if value else ("", "")
        if isinstance(read, str):
            self._word("value", value, read, better=value.replace(",", "."))
            return None
        if uncertainty:
            self._uncertainty(uncertainty, alone=not value, qualified=bool(read[0]))
        return (read[1], read[0], uncertainty) if value else None

    def _uncertainty(self, text: str, *, alone: bool, qualified: bool) -> None:
        code = "uncertainty_alone" if alone else "uncertainty_of_limit" if qualified else ""
        if code := code or fault_of_uncertainty(text):
            self._word(OPTIONAL, text, code, better=text.replace(",", "."))

    def _take(
        self, sample: str, characteristic: str, number: int, digits: str, qualifier: str, uncertainty: str
    ) -> None:
        place = self.results.place_of(sample, characteristic, number)
        first = self.results.add(place, self.row, digits, qualifier, uncertainty)
        if first != self.row:
            said = {"sample": sample, "characteristic": characteristic, "replicate": number}
            self.faults.add(self.row, "replicate", "duplicate", first=first, **said)

    def _word(self, column: str, text: str, code: str, **values: object) -> None:
        """Note a text that is not the expected one; worse if a spreadsheet would run it or nobody can see it."""
        if shown(text, len(text)) != text:
            code = "control_characters"
        elif column not in {"value", OPTIONAL} and text.startswith(tuple("=+-@")):
            code = "formula"
        self.faults.add(self.row, column, code, text=text, **values)
