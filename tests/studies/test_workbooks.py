"""Reading a workbook: the same columns, the same faults by row and column, and nothing that unpacks too far."""

import io
import time
import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart

from apps.studies.projections.faults import fault_line
from apps.studies.rules import workbooks
from apps.studies.rules.results import Expected
from apps.studies.rules.sheets import COLUMNS, read_file

EXPECTED = Expected(frozenset({"M-4K", "M-7P"}), {"Fe": "% (m/m)", "Rm": "MPa"}, 3)
UNIT = "% (m/m)"
GOOD = ("M-4K", "Fe", 1, 0.052, UNIT)
SHEET = "xl/worksheets/sheet1.xml"
# A fault of the whole file: what makes it.
BROKEN = ("not_a_workbook", "too_much_unpacked", "too_many_rows", "too_wide", "too_slow")


def book(*rows, header=COLUMNS, formats=None):
    """A workbook with these rows; `formats` are number formats by coordinate."""
    made = Workbook()
    for row in [header, *rows]:
        made.active.append(row)
    for at, number_format in (formats or {}).items():
        made.active[at].number_format = number_format
    return saved(made)


def saved(made):
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def changed(content, part, change):
    """The same workbook with the text of one part changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text) if name == part else text)
    return file.getvalue()


def read(content):
    return read_file(io.BytesIO(content), EXPECTED)


def sentences(content):
    return [fault_line(fault.as_dict()).sentence for fault in read(content).faults.listed]


def codes(content):
    return [fault.code for fault in read(content).faults.listed]


def test_takes_a_worksheet_as_it_takes_a_file():
    reading = read(book(GOOD, ("M-4K", "Fe", 2, "0.0500", UNIT), ("M-7P", "Rm", "3", "<430", "MPa")))
    assert reading.is_taken
    assert [(one.sample, one.characteristic, one.replicate, one.written) for one in reading.results] == [
        ("M-4K", "Fe", 1, "0.052"),
        ("M-4K", "Fe", 2, "0.0500"),
        ("M-7P", "Rm", 3, "<430"),
    ]


def test_reads_the_first_worksheet_alone():
    made = Workbook()
    made.active.append(COLUMNS)
    made.active.append(GOOD)
    made.create_sheet("How to").append(["anything", "=1+1"])
    assert len(read(saved(made)).results) == 1


def test_takes_an_uncertainty_and_leaves_gaps_and_empty_rows_out():
    rows = [(*GOOD, 0.002), (), ("M-4K", "Fe", 2, None, UNIT), ("M-4K", "Fe", 3, 0.06, UNIT, None)]
    reading = read(book(*rows, header=(*COLUMNS, "uncertainty")))
    assert reading.is_taken
    assert [(one.reported, one.uncertainty) for one in reading.results] == [("0.052", "0.002"), ("0.06", "")]
    assert reading.rows == 3


@pytest.mark.parametrize(
    ("value", "number_format", "reported"),
    [
        (0.05, "0.0000", "0.0500"),
        (0.05, "General", "0.05"),
        (5.0, "General", "5"),
        (1234.5, "#,##0.00", "1234.50"),
        (1234.5, "[$-41F]#,##0.00\\ [$₺-41F]", "1234.50"),
        (-3.25, "0.0_);[Red](0.0)", "-3.3"),
        (2.675, "0.00", "2.68"),
        (0.00052, "0.00E+00", "5.20E-4"),
        (0.1 + 0.2, "General", "0.3"),
        (1 / 3, "General", "0.333333333333333"),
        (12, "0", "12"),
        (0.5, "# ?/?", "0.5"),
        (0.5, "0.##", "0.5"),
        (1500000, "0.0,", "1500000"),
        (0.05, '0.000" %"', "0.050"),
        (3, "@", "3"),
    ],
)
def test_takes_a_number_with_the_digits_that_it_is_shown_with(value, number_format, reported):
    content = book(("M-4K", "Fe", 1, value, UNIT), formats={"D2": number_format})
    (one,) = read(content).results
    assert one.reported == reported


@pytest.mark.parametrize(
    ("value", "number_format", "sentence"),
    [
        (0.052, "0.0%", 'Row 2, value: "5.2%" has a percent sign'),
        (datetime(2026, 12, 3), "yyyy-mm-dd", 'Row 2, value: "2026-12-03 00:00:00" is a day'),
        ("=0.05*2", "General", 'Row 2, value: "=0.05*2" begins like a formula'),
        (True, "General", 'Row 2, value: "TRUE" is not a number'),
        ("0,052", "@", 'Row 2, value: "0,052" has a comma; use 0.052.'),
        (1e30, "0.00", "is too large or too small to be stored"),
        (0.1, "0.00000000000000000000", "has more than 15 digits"),
    ],
)
def test_refuses_a_cell_with_its_row_and_column(value, number_format, sentence):
    content = book(("M-4K", "Fe", 1, value, UNIT), formats={"D2": number_format})
    (told,) = sentences(content)
    assert sentence in told


def test_refuses_the_other_columns_with_the_same_sentences():
    rows = [
        ("M-9Z", "Fe", 1, 0.05, UNIT), ("M-4K", "Xx", 1, 0.05, UNIT), ("M-4K", "Fe", 4, 0.05, UNIT),
        ("M-4K", "Fe", 1.5, 0.05, UNIT), ("M-4K", "Fe", 1, 0.05, "MPa"), (*GOOD, "remark"), GOOD, GOOD,
    ]  # fmt: skip
    told = sentences(book(*rows))
    assert [one.partition(":")[0] for one in told] == [
        "Row 2, sample", "Row 3, characteristic", "Row 4, replicate", "Row 5, replicate", "Row 6, unit", "Row 7",
        "Row 9, replicate",
    ]  # fmt: skip
    assert "The row has 6 cells instead of 5." in told[5]


def test_a_formula_that_follows_another_is_a_formula():
    content = book(("M-4K", "Fe", 1, "=A1", UNIT), ("M-4K", "Fe", 2, 0.5, UNIT))
    shared = b'<f t="shared" si="0"/><v>0.5</v>'
    content = changed(content, SHEET, lambda text: text.replace(b"<v>0.5</v>", shared))
    assert codes(content) == ["formula", "formula"]


def test_a_header_that_is_not_ours_is_told_in_row_one():
    told = sentences(book(("M-4K", 1), header=("sample", "value", "remark")))
    assert told[-1] == 'Row 1: There is a column "remark" that the sheet does not have.'
    assert [one.partition(":")[0] for one in told[:-1]] == [
        f"Row 1, {name}" for name in ("characteristic", "replicate", "unit")
    ]


def test_an_empty_worksheet_is_an_empty_file():
    assert codes(saved(Workbook())) == ["empty"]
    assert codes(book()) == ["no_results"]


def of_charts():
    made = Workbook()
    made.create_chartsheet("Picture").add_chart(BarChart())
    made.remove(made.active)
    return saved(made)


def of_something_else():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("letter.txt", "Dear all,")
    return file.getvalue()


def with_a_bomb():
    file = io.BytesIO(book(GOOD))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/media/zeros.bin", bytes(workbooks.MOST_UNPACKED))
    return file.getvalue()


def with_row(number):
    return changed(
        book(GOOD),
        SHEET,
        lambda text: text.replace(b'<row r="2"', f'<row r="{number}"'.encode()).replace(
            b'2"', f'{number}"'.encode()
        ),
    )


def entities():
    lol = b"".join(
        b'<!ENTITY l%d "%s">' % (at, b"&l%d;" % (at - 1) * 10 if at else b"lol") for at in range(9)
    )
    begins = b"<!DOCTYPE worksheet [" + lol + b"]>"
    return changed(book(GOOD), SHEET, lambda text: begins + text.replace(b"0.052", b"&l8;"))


WHOLE = {
    "a zip of something else": (of_something_else, "not_a_workbook"),
    "cut off": (lambda: book(GOOD)[:-400], "not_a_workbook"),
    "no text in it": (lambda: changed(book(GOOD), SHEET, lambda _text: b"<worksheet"), "not_a_workbook"),
    "charts only": (of_charts, "not_a_workbook"),
    "a bomb": (with_a_bomb, "too_much_unpacked"),
    "entities": (entities, "not_a_workbook"),
    "a row far below": (lambda: with_row(1_048_576), "too_many_rows"),
    "a row that comes back": (lambda: with_row(1), "not_a_workbook"),
    "a cell far to the right": (
        lambda: changed(book(GOOD), SHEET, lambda text: text.replace(b'"E2"', b'"XFD2"')),
        "too_wide",
    ),
}


@pytest.mark.parametrize("name", WHOLE)
def test_refuses_what_is_no_sheet_or_too_much_of_one(name):
    make, code = WHOLE[name]
    content = make()
    began = time.process_time()
    assert codes(content) == [code]
    assert time.process_time() - began < 3


def test_gives_up_on_a_workbook_that_takes_too_long():
    clock = iter(range(0, 1000, 40))
    with pytest.raises(workbooks.Unreadable, match="too_slow"):
        list(workbooks.rows_of(io.BytesIO(book(GOOD, GOOD)), now=lambda: next(clock)))


def test_tells_a_broken_file_for_every_word_of_it():
    assert {code for _make, code in WHOLE.values()} | {"too_slow"} == set(BROKEN)


def test_macros_are_not_looked_at():
    file = io.BytesIO(book(GOOD))
    with zipfile.ZipFile(file, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 Sub AutoOpen()")
    assert read(file.getvalue()).is_taken


def test_weighs_a_workbook_by_what_it_unpacks_to():
    content = book(*([GOOD] * 2000))
    assert workbooks.weight(content) > 5 * len(content)
    assert workbooks.weight(b"a,b\n") == 4
    assert workbooks.weight(content[:-400]) == len(content) - 400
