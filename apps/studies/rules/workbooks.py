"""Reading a workbook (XLSX): the rows of its first worksheet as text, bounded in size, rows and time.

A number is taken as its format shows it where that fixes the decimals (`0.000` of 0.05 is 0.050), else with
the digits that a spreadsheet keeps, fifteen at most. A formula comes out as its text, which no column takes.
Macros, links and pictures are never looked at.
"""

import re
import time
import warnings
import zlib
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Context, Decimal
from io import BytesIO
from typing import Any, BinaryIO, Final
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.worksheet._reader import WorkSheetParser

from apps.studies.rules.unreadable import Unreadable

FIRST_SHEET: Final = "xl/worksheets/sheet1.xml"
MARK: Final = b"PK\x03\x04"
"""How a workbook begins."""

MOST_UNPACKED: Final = 64 * 1024 * 1024
MOST_PARTS: Final = 500
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 40
MOST_SECONDS: Final = 60

LITERAL: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|[()\s+$€₺-]')
FIXED: Final = re.compile(r"[#0?]+(?:,[#0?]+)*(?:\.(0+))?")
POWER: Final = re.compile(r"0(?:\.(0+))?[eE]0+")
FURTHEST: Final = 25
"""Places before or after the point beyond which no format is followed: such a number is refused anyway."""

_WIDE: Final = Context(prec=60, rounding=ROUND_HALF_UP)

Row = list[str]


def rows_of(file: BinaryIO, now: Callable[[], float] = time.monotonic) -> Iterator[Row]:
    """Give the rows, all as wide as the first or wider where they hold more. Raises `Unreadable`."""
    until = now() + MOST_SECONDS
    if unpacked(file) > MOST_UNPACKED:
        raise Unreadable("too_much_unpacked", of_file=True)
    width = 0
    for row in _rows(file):
        if now() > until:
            raise Unreadable("too_slow", of_file=True)
        width = width or len(row)
        yield row + [""] * (width - len(row))


def unpacked(file: BinaryIO) -> int:
    """Give how many bytes a workbook unpacks to; more is never unpacked, whatever its parts hold."""
    try:
        with ZipFile(file) as parts:
            found = parts.infolist()
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        raise Unreadable("not_a_workbook", of_file=True) from None
    return sum(part.file_size for part in found) if len(found) <= MOST_PARTS else MOST_UNPACKED + 1


def weight(content: bytes) -> int:
    """Give how much there is to read in a file: what a workbook unpacks to, else its length."""
    if not content.startswith(MARK):
        return len(content)
    try:
        return unpacked(BytesIO(content))
    except Unreadable:
        return len(content)


def rows_in(content: bytes) -> int:
    """Tell about how many rows a file has to be read, without its header: for showing how far a reader is."""
    if not content.startswith(MARK):
        return content.rstrip().count(b"\n")
    try:
        with ZipFile(BytesIO(content)) as parts, parts.open(FIRST_SHEET) as sheet:
            return max(0, sheet.read(MOST_UNPACKED).count(b"<row ") - 1)
    except (BadZipFile, KeyError, OSError, ValueError, NotImplementedError, zlib.error):
        return 0


def _rows(file: BinaryIO) -> Iterator[Row]:
    """Read with openpyxl, whatever it may find: what it cannot read is no workbook."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it leaves out: pictures, rules of colouring
            yield from _worksheet(file)
    except Unreadable:
        raise
    except Exception:  # noqa: BLE001 - a broken or forged file may raise anything
        raise Unreadable("not_a_workbook", of_file=True) from None


def _worksheet(file: BinaryIO) -> Iterator[Row]:
    book = load_workbook(file, read_only=True, keep_links=False)
    try:
        if not book.worksheets:
            raise Unreadable("not_a_workbook", of_file=True)
        sheet: Any = book.worksheets[0]
        with sheet._get_source() as source:
            dates = {"date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}
            parser = _Parser(source, sheet._shared_strings, epoch=book.epoch, **dates)
            yield from _without_gaps(sheet, parser)
    finally:
        book.close()


class _Parser(WorkSheetParser):  # type: ignore[misc]  # openpyxl carries no types
    """openpyxl's reader of a worksheet, which does not work out what a formula would be elsewhere."""

    def parse_formula(self, element: Any) -> str:
        """Give the text of a formula, or `=` where it follows another cell's."""
        return f"={element.findtext('{*}f') or ''}"


def _without_gaps(sheet: Any, parser: Any) -> Iterator[Row]:
    """Give the rows from the first on; a row that the file leaves out is empty."""
    at = 0
    for number, cells in parser.parse():
        if number <= at:
            raise Unreadable("not_a_workbook", of_file=True)
        if number > MOST_ROWS:
            raise Unreadable("too_many_rows", of_file=True)
        for _ in range(at + 1, number):
            yield []
        at = number
        yield _row([ReadOnlyCell(sheet, **cell) for cell in cells if cell["value"] is not None])


def _row(cells: list[Any]) -> Row:
    if any(cell.column > MOST_COLUMNS for cell in cells):
        raise Unreadable("too_wide")
    row = [""] * max((cell.column for cell in cells), default=0)
    for cell in cells:
        row[cell.column - 1] = _text(cell)
    while row and not row[-1].strip():
        row.pop()
    return row


def _text(cell: Any) -> str:
    value = cell.value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return number_text(value, cell.number_format)
    return str(value)


def number_text(value: float, number_format: str) -> str:
    """Write a number with the digits that it is shown with.

    >>> number_text(0.05, "0.000")
    '0.050'
    """
    exact = Decimal(str(value) if isinstance(value, int) else f"{value:.15g}")
    shape = LITERAL.sub("", number_format.partition(";")[0])
    if "%" in shape:
        return f"{(exact * 100).normalize():f}%"
    if fixed := FIXED.fullmatch(shape):
        return _fixed(exact, len(fixed[1] or ""))
    if power := POWER.fullmatch(shape):
        places = len(power[1] or "")
        rounded = Context(prec=places + 1, rounding=ROUND_HALF_UP).plus(exact)
        return f"{rounded:.{places}E}"
    return str(exact)


def _fixed(exact: Decimal, places: int) -> str:
    if max(abs(exact.adjusted()), places) > FURTHEST:
        return str(exact)
    return f"{exact.quantize(Decimal((0, (1,), -places)), context=_WIDE):f}"
