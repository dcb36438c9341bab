"""Reading a sheet: what is taken, what is refused, and in which words."""

import io
import os
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.studies.projections.faults import WORDS, fault_line
from apps.studies.rules import sheets as rules
from apps.studies.rules.blocks import row_blocks
from apps.studies.rules.csv_rows import rows_of
from apps.studies.rules.faults import MOST_LISTED
from apps.studies.rules.numbers import read_number
from apps.studies.rules.results import Expected
from apps.studies.rules.sheets import COLUMNS, read_sheet
from tests.studies.test_workbooks import BROKEN

HEADER = ",".join(COLUMNS)
EXPECTED = Expected(frozenset({"M-4K", "M-7P"}), {"Fe": "% (m/m)", "Rm": "MPa"}, 3)
GOOD = "M-4K,Fe,1,0.052,% (m/m)"


def read(content, expected=EXPECTED):
    return read_sheet(io.BytesIO(content if isinstance(content, bytes) else content.encode()), expected)


def sentences(content):
    return [fault_line(fault.as_dict()).sentence for fault in read(content).faults.listed]


def rows(*lines):
    return "\n".join([HEADER, *lines])


def uncertain(*lines):
    return "\n".join([f"{HEADER},uncertainty", *lines])


BAD = {
    "unknown characteristic": (
        rows("M-4K,Xx,1,0.052,% (m/m)"),
        'Row 2, characteristic: "Xx" is not a characteristic',
    ),
    "unknown sample": (rows("M-9Z,Fe,1,0.052,% (m/m)"), 'Row 2, sample: "M-9Z" is not a sample'),
    "wrong unit": (rows("M-4K,Fe,1,0.052,mg/kg"), 'Row 2, unit: "mg/kg" is not the unit of Fe; use % (m/m).'),
    "text in a number": (rows(GOOD, "M-4K,Fe,2,about 5,% (m/m)"), 'Row 3, value: "about 5" is not a number'),
    "decimal comma, quoted": (
        rows('M-4K,Fe,1,"0,052",% (m/m)'),
        'Row 2, value: "0,052" has a comma; use 0.052.',
    ),
    "decimal comma, bare": (
        rows(GOOD, "M-4K,Fe,2,0,052,% (m/m)"),
        'Row 3, value: "0,052" has a comma; use 0.052.',
    ),
    "duplicate": (
        rows(GOOD, "M-4K,Fe,2,0.051,% (m/m)", GOOD),
        "Row 4, replicate: M-4K, Fe, replicate 1 stands in row 2 already.",
    ),
    "replicate too high": (
        rows("M-4K,Fe,4,0.052,% (m/m)"),
        'Row 2, replicate: "4" is not a replicate from 1 to 3.',
    ),
    "replicate zero": (rows("M-4K,Fe,0,0.052,% (m/m)"), '"0" is not a replicate from 1 to 3.'),
    "replicate with decimals": (rows("M-4K,Fe,1.0,0.052,% (m/m)"), '"1.0" is not a replicate'),
    "missing column": (
        "sample,characteristic,replicate,value\nM-4K,Fe,1,0.052",
        "Row 1, unit: The column is missing",
    ),
    "unknown column": (f"{HEADER},remark\n{GOOD},x", 'Row 1: There is a column "remark"'),
    "column twice": (
        "sample,sample,characteristic,replicate,value,unit\n",
        "Row 1, sample: The column stands twice",
    ),
    "no header": (GOOD, "The column is missing from the header."),
    "semicolons": (
        rows(GOOD).replace(",", ";"),
        "Row 1: The cells are separated by something else; use commas.",
    ),
    "Turkish Windows": (rows("M-4K,Çelik,1,0.052,% (m/m)").encode("cp1254"), "Row 2: The text is not UTF-8."),
    "UTF-16": (rows(GOOD).encode("utf-16"), "Row 1: The text is UTF-16."),
    "UTF-16 without mark": (rows(GOOD).encode("utf-16-le"), "control characters"),
    "empty": (b"", "The file is empty."),
    "header only": (HEADER, "There is no result in the file."),
    "gaps only": (rows("M-4K,Fe,1,,% (m/m)"), "There is no result in the file."),
    "formula =": (rows('=HYPERLINK("x"),Fe,1,0.052,% (m/m)'), 'Row 2, sample: "=HYPERLINK'),
    "formula + in value": (rows("M-4K,Fe,1,+0.052,% (m/m)"), 'Row 2, value: "+0.052" begins like a formula'),
    "formula @": (
        rows("M-4K,@SUM(A1),1,0.052,% (m/m)"),
        'Row 2, characteristic: "@SUM(A1)" begins like a formula',
    ),
    "formula - in unit": (rows("M-4K,Fe,1,0.052,-2+3"), 'Row 2, unit: "-2+3" begins like a formula'),
    "formula in value": (rows("M-4K,Fe,1,=1+1,% (m/m)"), 'Row 2, value: "=1+1" begins like a formula'),
    "NUL": (rows("M-4K,Fe,1,0.0\x0052,% (m/m)"), "Row 2: There are control characters"),
    "bell": (rows("M-4K,Fe\x07,1,0.052,% (m/m)"), "Row 2, characteristic: There are control characters"),
    "bytes of junk": (b"\x80\x93\xff" * 1000, "Row 1: The text is not UTF-8."),
    "too many cells": (rows(GOOD + ",1,2,3"), "Row 2: The row has 8 cells instead of 5."),
    "too few cells": (rows("M-4K,Fe,1"), "Row 2: The row has 3 cells instead of 5."),
    "too many digits": (rows("M-4K,Fe,1,0.1234567890123456,% (m/m)"), "has more than 15 digits"),
    "absurd exponent": (rows("M-4K,Fe,1,1e999999,% (m/m)"), '"1e999999" is too large or too small'),
    "absurd small exponent": (rows("M-4K,Fe,1,1e-999999999,% (m/m)"), "is too large or too small"),
    "NaN": (rows("M-4K,Fe,1,NaN,% (m/m)"), '"NaN" is not a number'),
    "Infinity": (rows("M-4K,Fe,1,Infinity,% (m/m)"), '"Infinity" is not a number'),
    "a limit of another kind": (rows("M-4K,Fe,1,≤0.01,% (m/m)"), '"≤0.01" is a limit that we do not know'),
    "a limit in two signs": (rows("M-4K,Fe,1,>=20,% (m/m)"), '">=20" is a limit that we do not know'),
    "a limit with a comma": (rows('M-4K,Fe,1,"<0,01",% (m/m)'), '"<0,01" has a comma; use <0.01.'),
    "a limit of nothing": (rows("M-4K,Fe,1,<,% (m/m)"), '"<" is not a number'),
    "a limit of text": (rows("M-4K,Fe,1,<LOD,% (m/m)"), '"<LOD" is not a number'),
    "a word for nothing": (rows("M-4K,Fe,1,n.d.,% (m/m)"), '"n.d." is not a number'),
    "percent": (rows("M-4K,Fe,1,5.2%,% (m/m)"), 'Row 2, value: "5.2%" has a percent sign'),
    "a day": (rows("M-4K,Fe,1,2026-12-03 00:00:00,% (m/m)"), "is a day: the spreadsheet took"),
    "uncertainty twice": (
        f"{HEADER},uncertainty,uncertainty\n{GOOD},,",
        "Row 1, uncertainty: The column stands twice",
    ),
    "uncertainty of nothing": (
        uncertain("M-4K,Fe,1,,% (m/m),0.002"),
        "Row 2, uncertainty: There is an uncertainty, 0.002, without a value.",
    ),
    "uncertainty of a limit": (
        uncertain("M-4K,Fe,1,<0.05,% (m/m),0.002"),
        "Row 2, uncertainty: A limit, or ND, has no uncertainty; leave 0.002 out.",
    ),
    "uncertainty of what was not found": (uncertain("M-4K,Fe,1,ND,% (m/m),0.002"), "leave 0.002 out."),
    "uncertainty zero": (
        uncertain(f"{GOOD},0.000"),
        'Row 2, uncertainty: "0.000" is no expanded uncertainty',
    ),
    "uncertainty negative": (uncertain(f"{GOOD},-0.002"), '"-0.002" is no expanded uncertainty'),
    "uncertainty with a comma": (uncertain(f'{GOOD},"0,002"'), '"0,002" has a comma; use 0.002.'),
    "uncertainty as a limit": (uncertain(f"{GOOD},<0.002"), 'Row 2, uncertainty: "<0.002" is not a number'),
    "old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "This is an old or locked workbook."),
    "other digits": (rows("M-4K,Fe,1,٠.٠٥,% (m/m)"), "is not a number"),
    "dash for nothing": (rows("M-4K,Fe,1,-,% (m/m)"), '"-" is not a number'),
    "open quotation mark": (rows('M-4K,Fe,1,"0.052,% (m/m)'), "a quotation mark is not closed"),
    "a cell without end": (rows("M-4K,Fe,1," + "9" * 140_000 + ",x"), "or a cell never ends"),
}


@pytest.mark.parametrize("name", BAD)
def test_refuses_with_a_sentence_about_row_and_column(name):
    content, expected = BAD[name]
    told = sentences(content)
    assert any(expected in sentence for sentence in told), told
    assert not read(content).is_taken


@pytest.mark.parametrize(
    "content",
    [
        rows(GOOD),
        b"\xef\xbb\xbf" + rows(GOOD).encode(),
        rows(GOOD).replace("\n", "\r\n"),
        rows(GOOD) + "\n\n,,,,\n",
        rows(GOOD, "M-4K,Fe,2,,% (m/m)"),
        'value,unit,sample,replicate,characteristic\n0.052,"% (m/m)",M-4K,1,Fe',
        rows(" M-4K , Fe , 1 , 0.052 , % (m/m) "),
    ],
    ids=["plain", "BOM", "CRLF", "blank rows", "gap", "other order, quoted", "blanks around"],
)
def test_takes(content):
    reading = read(content)
    (one,) = reading.results
    assert reading.is_taken
    assert (one.sample, one.characteristic, one.replicate) == ("M-4K", "Fe", 1)
    assert (one.value, one.reported) == (Decimal("0.052"), "0.052")


@pytest.mark.parametrize(
    ("text", "qualifier", "value", "reported"),
    [
        ("<0.010", "<", "0.010", "0.010"),
        ("< 0.010", "<", "0.010", "0.010"),
        (">2.0e3", ">", "2.0E+3", "2.0e3"),
        ("ND", "ND", None, ""),
        ("nd", "ND", None, ""),
        ("0.0520", "", "0.0520", "0.0520"),
    ],
)
def test_reads_limits_and_what_was_not_detected(text, qualifier, value, reported):
    (one,) = read(rows(f"M-4K,Fe,1,{text},% (m/m)")).results
    assert (one.qualifier, one.reported) == (qualifier, reported)
    assert (None if one.value is None else str(one.value)) == value


def test_takes_an_uncertainty_with_its_digits_where_one_is_stated():
    reading = read(uncertain(f"{GOOD},0.0020", "M-4K,Fe,2,0.051,% (m/m),", "M-7P,Rm,1,<430,MPa,"))
    assert reading.is_taken
    assert [(one.reported, one.qualifier, one.uncertainty) for one in reading.results] == [
        ("0.052", "", "0.0020"),
        ("0.051", "", ""),
        ("430", "<", ""),
    ]


def test_takes_the_uncertainty_column_wherever_it_stands():
    content = 'uncertainty,value,unit,sample,replicate,characteristic\n0.002,0.052,"% (m/m)",M-4K,1,Fe'
    (one,) = read(content).results
    assert (one.reported, one.uncertainty) == ("0.052", "0.002")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.0500", "0.0500"),
        ("-3", "-3"),
        ("1.20e-3", "0.00120"),
        ("999999999999999", "999999999999999"),
        ("0.0563241510362978", "0.0563241510362978"),
        ("0.00000000000000000001", "1E-20"),
        ("1e14", "1E+14"),
    ],
)
def test_keeps_the_digits_as_reported(text, value):
    assert str(read_number(text)) == value


@pytest.mark.parametrize(
    "text", ["1e15", "1e-21", "0.000000000000000000001", "1e", ".5", "5.", "--1", "1 000", "1_0"]
)
def test_does_not_take_for_a_number(text):
    assert isinstance(read_number(text), str)


def test_lists_two_hundred_faults_and_counts_the_rest():
    reading = read(rows(*["x,y,z,w,v"] * 1000))
    assert len(reading.faults.listed) == MOST_LISTED == 200
    assert reading.faults.count == 4000


def test_shortens_and_cleans_what_it_repeats():
    (fault,) = read(rows(f"M-4K,{'x' * 5000}\x1b,1,0.052,% (m/m)")).faults.listed
    assert len(fault.values["text"]) == 41
    assert fault.code == "control_characters"


CELLS = (
    st.sampled_from(["M-4K", "M-7P", "M-9Z", " M-4K", "M-4", "M-4K,Fe", '"M-4K"', "M-4K\x0b"]),
    st.sampled_from(["Fe", "Rm", "Xx", "=1", "Fe\r", "Çe"]),
    st.sampled_from(["1", "2", "3", "4", "01", "0", "", "1\n", "12"]),
    st.sampled_from(
        [
            "0.052",
            "",
            "0,052",
            "<1",
            "ND",
            "1e-3",
            "1e99",
            '"1',
            "5",
            "-7.10",
            "-",
            "1.",
            ".5",
            "--1",
            "1-",
            "1.2.3",
            "123456789012345",
            "1234567890123456",
            "-12345678901234.5",
            "0.123456789012345",
            "٣",
            "1\x85",
        ]
    ),
    st.sampled_from(["% (m/m)", "MPa", "MPa ", "", "% (m/m)\0", "x" * 80]),
    st.sampled_from(["", "", "0.2", "0", "x"]),
)
USUAL = st.tuples(
    st.sampled_from(["M-4K", "M-7P"]),
    st.just("Fe"),
    st.sampled_from("123"),
    st.sampled_from(["5.0", "-7.10"]),
)
ROW = USUAL.map(lambda cells: (*cells, "% (m/m)", "")) | st.tuples(*CELLS) | st.just(("", "", ""))
END = st.sampled_from(["\n", "\n", "\r\n", ",\n", "\n\n", "\u2028"])


@given(
    st.lists(
        st.tuples(ROW, END) | st.tuples(USUAL.map(lambda cells: (*cells, "% (m/m)", "")), st.just("\n")),
        max_size=12,
    ),
    st.integers(1, 5),
    st.sampled_from([5, 6]),
    st.booleans(),
)
def test_reads_the_same_in_blocks_as_row_by_row(lines, size, width, quoted):
    head = ",".join([*COLUMNS, "uncertainty"][:width])
    body = "".join(",".join(cells[:width]) + end for cells, end in lines)
    if quoted:
        body = f'"M-7P",Fe,3,1.5,% (m/m){"," * (width - 5)}\n' + body
    content = f"{head}\n{body}".encode()
    assert_reads_the_same(content, size)


@given(st.permutations(range(12)), st.integers(1, 13), st.sampled_from(["\n", "\r\n"]))
def test_reads_good_rows_the_same_in_any_order(order, size, end):
    units = ("Fe", "% (m/m)"), ("Rm", "MPa")
    good = [
        f"{sample},{code},{number},-{number}.50,{unit}"
        for sample in ("M-4K", "M-7P")
        for code, unit in units
        for number in (1, 2, 3)
    ]
    content = end.join([HEADER, *(good[at] for at in order)]).encode()
    assert len(read(content).results) == 12
    assert_reads_the_same(content, size)


def assert_reads_the_same(content, size):
    def said():
        heard = []
        reading = read_sheet(io.BytesIO(content), EXPECTED, heard.append)
        return reading.rows, list(reading.results), reading.faults.listed, reading.faults.count, heard

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "TELL_EVERY", size)
        in_blocks = said()
        patch.setattr(rules._Reader, "_taken_whole", lambda *_: False)
        patch.setattr(rules, "line_blocks", lambda lines, room: row_blocks(rows_of(lines), room))
        assert said() == in_blocks


def test_takes_plain_rows_in_blocks_and_nothing_else(monkeypatch):
    """What the comparison above compares: plain rows are not read row by row, others are."""
    read_singly = []
    monkeypatch.setattr(rules._Reader, "_row", lambda _self, cells, _places: read_singly.append(cells))
    for content in (rows(GOOD), rows(GOOD).replace("\n", "\r\n"), rows(f'"{GOOD[:4]}"{GOOD[4:]}')):
        assert read(content).is_taken
    assert not read_singly
    for value in ("<0.052", " 0.052", "5.2e-2", "1234567890123456", "1.", ".5", "-", ""):
        read(rows(GOOD.replace("0.052", value)))
        assert read_singly.pop()[3] == value


def test_a_fault_in_a_later_block_names_its_row_and_the_row_of_the_first(monkeypatch):
    monkeypatch.setattr(rules, "TELL_EVERY", 2)
    first = [f"M-4K,Fe,{number},0.05{number},% (m/m)" for number in (1, 2, 3)]
    told = sentences(
        rows(*first, "M-7P,Fe,1,0.1,% (m/m)", "M-7P,Fe,2,0.1,% (m/m)", first[1], "M-7P,Fe,3,x,MPa")
    )
    assert told == [
        "Row 7, replicate: M-4K, Fe, replicate 2 stands in row 3 already.",
        'Row 8, unit: "MPa" is not the unit of Fe; use % (m/m).',
        'Row 8, value: "x" is not a number; leave the cell empty if there is no result.',
    ]


def test_what_is_wrong_before_an_unreadable_row_is_told_too():
    told = sentences(rows("M-4K,Fe,9,0.052,% (m/m)", GOOD, 'M-4K,Fe,2,"0.052'))
    assert [sentence.partition(":")[0] for sentence in told] == ["Row 2, replicate", "Row 4"]


def test_reads_a_hundred_thousand_rows_in_about_a_second():
    units = {f"C{number}": "% (m/m)" for number in range(1000)}
    lines = [
        f"{item},{code},{replicate},{replicate / 1000:.4f},% (m/m)"
        for item in ("M-4K", "M-7P")
        for code in units
        for replicate in range(1, 51)
    ]
    content = rows(*lines).encode()
    heard = []
    began = time.process_time()
    reading = read_sheet(io.BytesIO(content), Expected(frozenset({"M-4K", "M-7P"}), units, 50), heard.append)
    assert time.process_time() - began < 3
    assert (reading.rows, len(reading.results), reading.is_taken) == (100_000, 100_000, True)
    assert heard == list(range(2000, 100_001, 2000))


def test_is_done_quickly_with_ten_megabytes_of_junk():
    began = time.process_time()
    for junk in (
        os.urandom(10_000_000),
        b"\n" * 10_000_000,
        b'"' + b"a," * 5_000_000,
        rows("9" * 10_000_000),
    ):
        assert not read(junk).is_taken
    assert time.process_time() - began < 5


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: rows(text).encode(errors="replace")))
def test_never_raises_and_always_finds_results_or_faults(content):
    reading = read(content)
    assert bool(reading.faults.count) != reading.is_taken
    assert reading.faults.count or reading.results
    for fault in reading.faults.listed:
        assert fault_line(fault.as_dict()).sentence


def test_has_words_for_every_fault_that_a_bad_file_can_have():
    told = {fault.code for content, _ in BAD.values() for fault in read(content).faults.listed}
    # Values of zero or below are faults of characteristics judged on logarithms alone: test_protocol.py.
    assert set(WORDS) - told == {"later_sheet", "not_positive"} | set(BROKEN)
