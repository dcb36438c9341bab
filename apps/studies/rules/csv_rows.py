"""Reading CSV as rows of text: UTF-8 with or without its mark, commas, strict quotation marks."""

import csv
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
