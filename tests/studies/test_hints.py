"""Blunder hints: what looks like a slip on the own sheet is named, what is ordinary is not."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from apps.studies.projections.hints import WORDS, hint_line
from apps.studies.rules import hints
from apps.studies.rules.hints import MOST_HINTS, Limits, hints_of
from apps.studies.rules.outlying import farthest, last_digit, lies_apart, median_of, nearest_factor
from apps.studies.rules.results import Taken

NONE = {code: Limits("%", None, None) for code in ("Fe", "Cu", "Rm")}
NARROW = NONE | {"Fe": Limits("%", Decimal("0.20"), Decimal("0.50"))}


def taken(**cells):
    """Results by cell: A_Fe="0.1 0.2" is sample A, characteristic Fe, replicates 1 and 2; - leaves one out."""
    return [
        Taken(*cell.split("_"), replicate, Decimal(text), text)
        for cell, texts in cells.items()
        for replicate, text in enumerate(texts.split(), start=1)
        if text != "-"
    ]


def said(limits=NONE, **cells):
    return [(hint.code, hint.values) for hint in hints_of(taken(**cells), limits)]


def codes(limits=NONE, **cells):
    return [code for code, _values in said(limits, **cells)]


@pytest.mark.parametrize(
    ("values", "factor"),
    [
        ("0.052 0.53 0.051", "10"),
        ("0.052 0.0051 0.053", "1/10"),
        ("5.2 520 5.1 5.3", "100"),
        ("5.2 5200 5.1 5.3", "1000"),
        ("5.2 0.0052 5.1 5.3", "1/1000"),
        ("100.1 180.2 100.3", "1.8"),
        ("100.1 55.6 100.3", "1/1.8"),
        ("-5.2 -52 -5.1", "10"),
    ],
)
def test_a_replicate_that_is_off_by_a_factor_is_named(values, factor):
    ((code, told),) = said(A_Fe=values)
    assert code == "factor"
    assert (told["sample"], told["characteristic"], told["replicate"], told["factor"]) == (
        "A",
        "Fe",
        "2",
        factor,
    )
    assert told["value"] == values.split()[1]


@pytest.mark.parametrize(
    "values",
    [
        "0.052 0.053 0.051", "0.052 0.53", "0.05 0.25 0.06", "0 0 0.1", "-0.1 0.1 0.1", "60 100 190 95 140",
        "0.05 0.05 0.05 0.06", "0.0521 0.0523 0.0520 0.0524",
    ],
)  # fmt: skip
def test_ordinary_replicates_are_not(values):
    assert codes(A_Fe=values) == []


def test_a_replicate_that_lies_apart_is_named_with_the_median_of_the_others():
    ((code, told),) = said(A_Fe="10.1 10.2 10.0 10.1 10.2 10.1 10.0 11.4")
    assert code == "apart"
    assert told == {
        "sample": "A",
        "characteristic": "Fe",
        "replicate": "8",
        "value": "11.4",
        "median": "10.1",
    }


def test_a_replicate_lies_apart_at_the_critical_value_of_the_standard():
    # ISO 5725-2, table of Grubbs' test: p = 6, upper 1 % 1.973. Five values at 0 and 2 around 1, one at x.
    others = [Decimal(text) for text in ("0.00", "2.00", "1.00", "0.50", "1.50")]
    at = {x: _g(x, others) for x in ("5.00", "5.40", "6.00", "8.00", "12.00")}
    for x, g in at.items():
        assert lies_apart(Decimal(x), others) == (g > 1.973), (x, g)
    assert min(at.values()) < 1.973 < max(at.values())


def _g(x, others):
    values = [float(x), *map(float, others)]
    mean = sum(values) / len(values)
    spread = (sum((value - mean) ** 2 for value in values) / (len(values) - 1)) ** 0.5
    return abs(values[0] - mean) / spread


def test_a_value_within_three_steps_of_the_last_digit_never_lies_apart():
    others = [Decimal("0.050")] * 5
    assert not lies_apart(Decimal("0.053"), others)
    assert lies_apart(Decimal("0.054"), others)


def test_a_common_part_costs_the_test_no_digits():
    shifted = [Decimal("1000000000000.1"), Decimal("1000000000000.2"), Decimal("1000000000000.3")] * 2
    assert lies_apart(Decimal("1000000000009.9"), shifted)
    assert not lies_apart(Decimal("1000000000000.4"), shifted)


def test_replicates_that_repeat_each_other_to_the_last_of_three_digits_are_named():
    ((code, told),) = said(A_Fe="0.0523 0.0523 0.0523")
    assert (code, told["value"], told["number"]) == ("identical", "0.0523", "3")
    assert codes(A_Fe="0.05 0.05 0.05", B_Fe="0.0523 0.0523") == []


def test_a_series_that_two_samples_share_is_named():
    ((code, told),) = said(A_Fe="0.052 0.053 0.051", B_Fe="0.052 0.053 0.051")
    assert (code, told["sample"], told["other"], told["characteristic"]) == ("copied", "A", "B", "Fe")
    assert codes(A_Fe="0.052 0.053 0.051", B_Fe="0.053 0.052 0.051") == []
    assert codes(A_Fe="0.052 0.053", B_Cu="0.052 0.053") == []
    assert codes(A_Fe="0.052", B_Fe="0.052") == []


@pytest.mark.parametrize(
    ("values", "factor"),
    [
        ("3.0 3.1 3.2", "10"),
        ("0.030 0.031 0.032", "1/10"),
        ("31 32 30", "100"),
        ("310 320 300", "1000"),
    ],
)
def test_a_cell_that_would_lie_within_narrow_limits_but_for_a_factor_is_named(values, factor):
    ((code, told),) = said(NARROW, A_Fe=values)
    assert (code, told["factor"]) == ("factor_of_limits", factor)


def test_a_factor_of_1_8_needs_limits_that_are_narrower_than_that():
    celsius = {"Rm": Limits("degC", Decimal(100), Decimal(110))}
    assert codes(celsius, A_Rm="185 186 187") == ["factor_of_limits"]
    assert codes({"Rm": Limits("degC", Decimal(100), Decimal(200))}, A_Rm="205 206 207") == []


@pytest.mark.parametrize(
    ("lower", "upper", "values", "expected"),
    [
        (None, "0.50", "0.60 0.61 0.62", []),
        (None, "0.50", "3.0 3.1 3.2", ["factor_of_limits"]),
        ("3.8", None, "0.44 0.45 0.43", ["factor_of_limits"]),
        ("3.8", None, "3.1 3.2 3.0", []),
        ("0.01", "5", "6.0 6.1 6.2", []),
        (None, None, "6.0 6.1 6.2", []),
        ("0.20", "0.50", "0.30 0.31 0.32", []),
        (None, "-1", "5 6 7", []),
    ],
)
def test_a_factor_of_the_limits_is_said_only_where_it_tells_something(lower, upper, values, expected):
    limits = {"Fe": Limits("%", lower and Decimal(lower), upper and Decimal(upper))}
    assert codes(limits, A_Fe=values) == expected


def test_replicates_that_two_samples_exchanged_are_named():
    ((code, told),) = said(A_Fe="1.00 5.02 1.02 1.01", B_Fe="5.00 1.01 5.01 5.03")
    assert code == "exchanged_replicates"
    assert (told["sample"], told["other"], told["replicate"]) == ("A", "B", "2")


def test_samples_that_differ_altogether_are_not_exchanged():
    assert codes(A_Fe="1.00 1.01 1.02", B_Fe="5.00 5.02 5.01") == []
    assert codes(A_Fe="1.00 5.02", B_Fe="5.00 1.01") == []


def test_characteristics_whose_values_fit_each_other_s_limits_are_named():
    limits = {
        "Fe": Limits("%", Decimal("0.1"), Decimal("0.4")),
        "Cu": Limits("%", Decimal("3.8"), Decimal("4.9")),
    }
    assert ("exchanged_characteristics", {"sample": "A", "characteristic": "Fe", "other": "Cu"}) in said(
        limits, A_Fe="4.2 4.3 4.4", A_Cu="0.2 0.3 0.25"
    )
    other_unit = limits | {"Cu": Limits("mg/kg", Decimal("3.8"), Decimal("4.9"))}
    for within, cells in (
        (limits, {"A_Fe": "0.2 0.3", "A_Cu": "4.2 4.3"}),
        (limits, {"A_Fe": "4.2 4.3 4.4", "B_Cu": "0.2 0.3 0.25"}),
        (other_unit, {"A_Fe": "4.2 4.3 4.4", "A_Cu": "0.2 0.3 0.25"}),
    ):
        assert "exchanged_characteristics" not in codes(within, **cells)


def test_limits_of_a_method_and_gaps_are_passed_over():
    results = [
        *taken(A_Fe="0.052 0.053 0.051"),
        Taken("A", "Fe", 4, Decimal("0.5"), "0.5", "<"),
        Taken("A", "Fe", 5, None, "", "ND"),
    ]
    assert hints_of(results, NONE) == []


def test_fifty_hints_are_enough():
    cells = {f"{number}_Fe": f"{number}.001 {number}.002 {number}0.03" for number in range(1, 99)}
    assert len(said(**cells)) == MOST_HINTS == 50


def test_every_hint_has_words():
    limits = {
        "Fe": Limits("%", Decimal("0.1"), Decimal("0.4")),
        "Cu": Limits("%", Decimal("3.8"), Decimal("4.9")),
    }
    found = [
        *hints_of(taken(A_Fe="4.2 4.3 4.4", A_Cu="0.2 0.3 0.25"), limits),
        *hints_of(taken(A_Fe="1.00 5.02 1.02 1.01", B_Fe="5.00 1.01 5.01 5.03"), NONE),
        *hints_of(taken(A_Fe="0.523 0.523 0.523", B_Cu="1.1 1.2 12.1"), NONE),
        *hints_of(taken(A_Fe="3.1 3.2"), NARROW),
        *hints_of(taken(A_Fe="0.523 0.521", B_Fe="0.523 0.521"), NONE),
        *hints_of(taken(A_Rm="10.1 10.2 10.0 10.1 10.2 10.1 10.0 11.4"), NONE),
    ]
    assert {hint.code for hint in found} == set(WORDS)
    for hint in found:
        line = hint_line(hint.as_dict())
        assert line.sentence
        assert "{" not in line.sentence


VALUES = st.lists(st.decimals(-1000, 1000, places=3), min_size=1, max_size=6)


@given(st.dictionaries(st.sampled_from(["A_Fe", "A_Cu", "B_Fe", "B_Cu"]), VALUES))
def test_never_fails_and_names_only_what_stands_on_the_sheet(cells):
    results = [
        Taken(*cell.split("_"), at, value, str(value))
        for cell, values in cells.items()
        for at, value in enumerate(values, 1)
    ]
    limits = {"Fe": Limits("%", Decimal(-5), Decimal(7)), "Cu": Limits("%", Decimal("0.1"), None)}
    for hint in hints_of(results, limits):
        assert f"{hint.values['sample']}_{hint.values['characteristic']}" in cells


@given(VALUES.filter(lambda values: len(values) > 2))
def test_a_factor_is_the_same_whatever_the_unit(values):
    others = values[1:]
    assert nearest_factor(values[0], others) == nearest_factor(
        values[0] * 1000, [one * 1000 for one in others]
    )


def test_the_middle_and_the_last_digit():
    values = [Decimal("1.0"), Decimal("3.25"), Decimal(2)]
    assert (median_of(values), median_of(values[:2])) == (Decimal(2), Decimal("2.125"))
    assert last_digit(values) == Decimal("0.01")
    assert farthest({1: Decimal(1), 2: Decimal(9), 3: Decimal(2)}) == 2


FEW_VALUES = st.lists(
    st.sampled_from(["1.0", "1.1", "1.2", "2.0", "5.0", "5.1", "5.2", "-3", "9.9"]), min_size=1, max_size=6
)


@given(FEW_VALUES, FEW_VALUES)
@example(["1.0", "5.1", "1.1"], ["5.0", "1.2", "5.2"])
def test_no_exchange_is_missed_by_not_looking_at_cells_that_lie_too_near(ours, theirs):
    one, two = ({at: Decimal(text) for at, text in enumerate(texts)} for texts in (ours, theirs))
    found = [at for at in one.keys() & two.keys() if hints._is_exchanged(one, two, at)]
    assert not found or hints._may_be_exchanged(one.values(), two.values())
