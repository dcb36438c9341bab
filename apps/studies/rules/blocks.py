"""Rows in blocks, column by column: whole blocks are taken at once where nothing on them is in doubt."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import chain, islice
from typing import Protocol

from apps.studies.rules.csv_rows import rows_of
from apps.studies.rules.unreadable import Unreadable

Row = list[str]
Columns = list[list[str]]
Room = Callable[[], int]


class Block(Protocol):
    """Some rows that follow each other."""

    def columns(self, width: int) -> Columns | None:
        """Give the cells by column; None unless every row has just so many."""

    def rows(self) -> Iterable[Row]:
        """Give them row by row. Raises `csv.Error` at a row that is none."""


@dataclass(frozen=True, slots=True)
class RowBlock:
    """Rows as a workbook has them, or a CSV file with quotation marks."""

    cells: list[Row]

    def columns(self, width: int) -> Columns | None:
        """Turn them over."""
        if set(map(len, self.cells)) != {width}:
            return None
        return list(map(list, zip(*self.cells, strict=True)))

    def rows(self) -> Iterable[Row]:
        """Give them as they are."""
        return self.cells


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines of a CSV file without quotation marks: every comma ends a cell, every line end a row."""

    text: str

    def columns(self, width: int) -> Columns | None:
        """Cut the text at once. Each line end becomes a cell of its own; they stand where they should or not."""
        lines = self.text.count("\n")
        cells = self.text.replace("\n", ",\n,").split(",")
        ends = cells[width :: width + 1]
        if len(cells) != lines * (width + 1) + 1 or ends.count("\n") != lines:
            return None
        return [cells[at : -1 : width + 1] for at in range(width)]

    def rows(self) -> Iterable[Row]:
        """Read them like any CSV."""
        return csv.reader(StringIO(self.text), strict=True)


def row_blocks(rows: Iterator[Row], room: Room) -> Iterator[Block]:
    """Give rows in blocks of at most `room()`; what came before an error is given before it is raised."""
    error: Exception | None = None
    while error is None:
        block: list[Row] = []
        try:
            for cells in islice(rows, room()):
                block.append(cells)  # noqa: PERF402 - `extend` would lose them when it fails
        except (csv.Error, Unreadable) as failed:
            error = failed
        if block:
            yield RowBlock(block)
        elif error is None:
            return
    raise error


def line_blocks(lines: Iterator[bytes], room: Room) -> Iterator[Block]:
    """Give lines of CSV in blocks of at most `room()` rows: as text for as long as it is plain, then as rows."""
    while taken := list(islice(lines, room())):
        text = plain_text(b"".join(taken))
        if text is None:
            yield from row_blocks(rows_of(chain(taken, lines)), room)
            return
        yield TextBlock(text)


def plain_text(content: bytes) -> str | None:
    """Give whole lines as text; None if a character in them has a meaning beyond itself, or none at all."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    text = text.replace("\r\n", "\n")
    if any(mark in text for mark in '"\r\0'):
        return None
    return text if text.endswith("\n") else f"{text}\n"
