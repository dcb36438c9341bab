"""Rows in blocks, which are taken at once where nothing on them is in doubt."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import chain, islice
from typing import Protocol

from apps.studies.rules.csv_rows import rows_of
from apps.studies.rules.unreadable import Unreadable

Row = list[str]
Room = Callable[[], int]


class Block(Protocol):
    """Some rows that follow each other."""

    def text(self) -> bytes | None:
        """Give them as lines in which every comma ends a cell and every line end a row; None if they are not such."""

    def rows(self) -> Iterable[Row]:
        """Give them row by row. Raises `csv.Error` at a row that is none."""


@dataclass(frozen=True, slots=True)
class RowBlock:
    """Rows as a workbook has them, or a CSV file with quotation marks."""

    cells: list[Row]

    def text(self) -> bytes | None:
        """Write them anew, unless a cell holds what would end it."""
        commas = sum(map(len, self.cells)) - len(self.cells)
        text = "\n".join(map(",".join, self.cells)) + "\n"
        if text.count("\n") != len(self.cells) or text.count(",") != commas:
            return None
        return text.encode(errors="surrogatepass")

    def rows(self) -> Iterable[Row]:
        """Give them as they are."""
        return self.cells


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines of a CSV file without quotation marks."""

    lines: bytes

    def text(self) -> bytes | None:
        """Give them as they are."""
        return self.lines

    def rows(self) -> Iterable[Row]:
        """Read them like any CSV."""
        return csv.reader(StringIO(self.lines.decode()), strict=True)


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


def plain_text(content: bytes) -> bytes | None:
    """Give whole lines as text; None if a character in them has a meaning beyond itself, or none at all."""
    text = content.replace(b"\r\n", b"\n")
    if any(mark in text for mark in (b'"', b"\r", b"\0")):
        return None
    try:
        text.decode()
    except UnicodeDecodeError:
        return None
    return text if text.endswith(b"\n") else text + b"\n"
