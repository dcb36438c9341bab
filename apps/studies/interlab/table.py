"""Any CSV file as rows of named cells, or the one sentence that says why not."""

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from apps.studies.interlab.faults import BadFile

UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
OTHER_SEPARATORS: Final = {";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its line in the file, and its cells by column, stripped."""

    number: int
    cells: dict[str, str]

    def fault(self, sentence: str) -> BadFile:
        """Give a fault of this line."""
        return BadFile(f"Line {self.number}: {sentence}")


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a file and its rows; empty rows are left out, there is at least one other."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]

    def need(self, columns: Collection[str]) -> None:
        """Refuse a file without these columns."""
        missing = [column for column in columns if column not in self.columns]
        if missing:
            named = " and ".join(missing)
            raise BadFile(f"The file has no column {named}; its columns are {', '.join(self.columns)}.")


def read_table(path: str) -> Table:
    """Read a CSV file: UTF-8 with or without BOM, cells separated by commas, a header in any order.

    Empty lines count nowhere, above the header either.
    """
    text = _text(path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        columns = _header(next((cells for cells in reader if any(map(str.strip, cells))), []))
        lines = tuple(_lines(reader, columns, reader.line_num + 1))
    except csv.Error as error:
        raise BadFile(f"Line {reader.line_num}: this is not CSV ({error}).") from error
    if not lines:
        raise BadFile("The file has a header and no results.")
    return Table(columns, lines)


def _text(path: str) -> str:
    try:
        content = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise BadFile(f"The file {path} cannot be read: {_reason(error)}.") from error
    if content.startswith(UTF16):
        raise BadFile("The file is UTF-16: save it as UTF-8.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadFile(f"Line {line}: the file is not UTF-8 text.") from error
    if "\0" in text:
        raise BadFile("The file is no text: it contains NUL characters.")
    if not text.strip():
        raise BadFile("The file is empty.")
    return text


def _reason(error: Exception) -> str:
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return words[:1].lower() + words[1:]


def _header(cells: list[str]) -> tuple[str, ...]:
    columns = tuple(cell.strip().casefold() for cell in cells)
    if len(columns) == 1:
        for separator, name in OTHER_SEPARATORS.items():
            if separator in columns[0]:
                raise BadFile(f"The cells are separated by {name}: save the file with commas.")
    for column in columns:
        if column and columns.count(column) > 1:
            raise BadFile(f"The column {column} comes twice.")
    return columns


def _lines(reader: Iterator[list[str]], columns: tuple[str, ...], start: int) -> Iterator[Line]:
    for cells in reader:
        number, start = start, reader.line_num + 1  # type: ignore[attr-defined]  # the reader counts lines
        stripped = [cell.strip() for cell in cells]
        if not any(stripped):
            continue
        if len(cells) < len(columns) or any(stripped[len(columns) :]):
            raise BadFile(f"Line {number}: {len(cells)} cells where the header has {len(columns)}.")
        yield Line(number, dict(zip(columns, stripped, strict=False)))
