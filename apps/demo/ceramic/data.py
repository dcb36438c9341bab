"""The bars as NIST published them, and the forms in which laboratories hand them in."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from openpyxl import load_workbook
from openpyxl.writer.excel import save_workbook

DATA: Final = Path(__file__).parents[1] / "data" / "nist_ceramic" / "data.csv"
CANDIDATE, INCUMBENT = "batch1", "batch2"
CODE: Final = "strength"
UNIT: Final = "MPa"
BARS: Final = 30
"""Bars of each batch in a laboratory."""

Row = dict[str, str]
Codes = Mapping[str, str]
"""The code on a laboratory's box of bars, by the batch in it."""


def sheets() -> dict[str, list[Row]]:
    """Give the rows of each laboratory of the set, by its number there."""
    found: dict[str, list[Row]] = defaultdict(list)
    with DATA.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["lab"]].append(row)
    return dict(found)


def as_csv(codes: Codes, rows: Iterable[Row]) -> bytes:
    """Write a laboratory's rows as the file that it hands in."""
    lines = ([codes[row["material"]], CODE, row["replicate"], row["value"], UNIT] for row in rows)
    return _written(["sample", "characteristic", "replicate", "value", "unit"], lines)


def as_ground(codes: Codes, rows: Iterable[Row]) -> bytes:
    """Write how each bar was ground, in the coded levels of the set: the raw file beside a sheet."""
    settings = ("table_speed", "down_feed", "wheel_grit")
    lines = ([codes[row["material"]], row["replicate"], *(row[name] for name in settings)] for row in rows)
    return _written(["sample", "bar", *settings], lines)


def as_workbook(empty: bytes, codes: Codes, rows: Iterable[Row]) -> bytes:
    """Fill a laboratory's own template in: its values stand in the fourth column."""
    measured = {(codes[row["material"]], int(row["replicate"])): row["value"] for row in rows}
    book, file = load_workbook(io.BytesIO(empty)), io.BytesIO()
    for sample, _characteristic, replicate, value, *_more in book.worksheets[0].iter_rows(min_row=2):
        value.value = measured[str(sample.value), int(str(replicate.value))]
    save_workbook(book, file)
    return file.getvalue()


def as_typed(codes: Codes, rows: Iterable[Row]) -> dict[str, str]:
    """Give what is typed into the form, by the names of its fields."""
    return {f"v.{codes[row['material']]}.{CODE}.{row['replicate']}": row["value"] for row in rows}


def slipped(rows: Iterable[Row]) -> Iterator[Row]:
    """Exchange two digits of the first value: a slip that no hint can tell from a weaker bar."""
    for at, row in enumerate(rows):
        value = row["value"]
        yield row if at else row | {"value": value[0] + value[2] + value[1] + value[3:]}


def without_point(rows: Iterable[Row]) -> Iterator[Row]:
    """Lose the decimal point of the first value."""
    for at, row in enumerate(rows):
        yield row if at else row | {"value": row["value"].replace(".", "")}


def with_commas(rows: Iterable[Row]) -> Iterator[Row]:
    """Write decimal commas, as a spreadsheet in Turkish does."""
    return (row | {"value": row["value"].replace(".", ",")} for row in rows)


def _written(header: list[str], lines: Iterable[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([header, *lines])
    return text.getvalue().encode()
