"""Rows of text as CSV: UTF-8 with or without its mark, commas, strict quotation marks."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Final

from apps.studies.rules.unreadable import Unreadable

UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
BOM: Final = b"\xef\xbb\xbf"
OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0"
"""How a workbook begins that is older than XLSX, or locked with a password."""


def rows_of(lines: Iterable[bytes]) -> Iterator[list[str]]:
    """Give the rows of lines `without_mark`. Raises `Unreadable`, and `csv.Error` where the text is no CSV."""
    return csv.reader(decoded(lines), strict=True)


def written(rows: Iterable[Iterable[object]]) -> bytes:
    """Write rows as lines that are read back as they were. A lone surrogate stays what it is: no UTF-8."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(errors="surrogatepass")


def without_mark(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Give the lines without the mark of UTF-8. Raises `Unreadable` for the marks of other kinds of file."""
    lines = iter(lines)
    return chain(_first(lines), lines)


def _first(lines: Iterator[bytes]) -> Iterator[bytes]:
    for first in islice(lines, 1):
        if first.startswith(UTF16):
            raise Unreadable("utf_16")
        if first.startswith(OLD_WORKBOOK):
            raise Unreadable("old_workbook", of_file=True)
        yield first.removeprefix(BOM)


def decoded(lines: Iterable[bytes]) -> Iterator[str]:
    """Give the lines as text. Raises `Unreadable`."""
    for line in lines:
        try:
            text = line.decode()
        except UnicodeDecodeError:
            raise Unreadable("not_utf_8") from None
        if "\0" in text:
            raise Unreadable("control_characters")
        yield text
