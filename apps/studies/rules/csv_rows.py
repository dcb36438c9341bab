"""Rows of text as CSV: UTF-8 with or without its mark, commas, strict quotation marks."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from apps.studies.rules.unreadable import Unreadable

UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
BOM: Final = b"\xef\xbb\xbf"
OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0"
"""How a workbook begins that is older than XLSX, or locked with a password."""


def rows_of(lines: Iterable[bytes]) -> Iterator[list[str]]:
    """Give the rows. Raises `Unreadable`, and `csv.Error` where the text is no CSV."""
    return csv.reader(decoded(lines), strict=True)


def written(rows: Iterable[Iterable[object]]) -> bytes:
    """Write rows so that `rows_of` gives them back. A lone surrogate stays what it is: no UTF-8."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(errors="surrogatepass")


def decoded(lines: Iterable[bytes]) -> Iterator[str]:
    """Give the lines as text. Raises `Unreadable`."""
    for number, line in enumerate(lines):
        if not number:
            _check_mark(line)
            line = line.removeprefix(BOM)  # noqa: PLW2901 - the first line without its mark
        try:
            text = line.decode()
        except UnicodeDecodeError:
            raise Unreadable("not_utf_8") from None
        if "\0" in text:
            raise Unreadable("control_characters")
        yield text


def _check_mark(line: bytes) -> None:
    if line.startswith(UTF16):
        raise Unreadable("utf_16")
    if line.startswith(OLD_WORKBOOK):
        raise Unreadable("old_workbook", of_file=True)
