"""Numbers, verdicts, validity, blocking conditions: pure."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from apps.certificates.rules import decisions
from apps.certificates.rules.decisions import Judged, blocking, last_day
from apps.certificates.rules.numbers import ALPHABET, certificate_number, check_character, read_number
from apps.certificates.rules.verdicts import expanded, rounded, significant, verdict
from apps.core.errors import Conflict, Invalid, NotAllowed

places = st.integers(min_value=1, max_value=999_999)
D = Decimal


def test_the_check_character_is_that_of_the_standard():
    # ISO/IEC 7064 MOD 37,36; the example of its users, the Global Release Identifier
    assert check_character("A12425GABC1234002") == "M"


@given(places)
def test_a_number_reads_back_whatever_its_case_spaces_and_dashes(place):
    number = certificate_number(year=2026, place=place)
    for typed in (
        number,
        number.lower(),
        number.replace("-", ""),
        number.replace("-", " – "),
        f" {number}\t",
    ):
        assert read_number(typed).number == number


@given(places, st.data())
def test_one_wrong_digit_is_a_typing_error(place, data):
    number = certificate_number(year=2026, place=place)
    at = data.draw(st.sampled_from([i for i, letter in enumerate(number[:-1]) if letter.isdigit()]))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != number[at]]))
    assert read_number(number[:at] + other + number[at + 1 :]).mistyped


def swaps(number):
    """Give each swap of two neighbouring digits that changes a number written without dashes, with the two."""
    for at in range(2, 11):
        one, two = number[at : at + 2]
        if one != two:
            yield number[:at] + two + one + number[at + 2 :], abs(int(one) - int(two))


@given(places)
@example(589000)  # 8 and 9 are such digits: hypothesis found it, and the standard promises no more
def test_two_neighbours_swapped_are_a_typing_error_unless_they_follow_each_other(place):
    number = certificate_number(year=2026, place=place).replace("-", "")
    assert all(read_number(swapped).mistyped for swapped, apart in swaps(number) if apart != 1)


def test_few_swaps_of_neighbours_are_overlooked():
    numbers = (
        certificate_number(year=2026, place=place).replace("-", "") for place in range(0, 1_000_000, 997)
    )
    found = [read_number(swapped).mistyped for number in numbers for swapped, _apart in swaps(number)]
    assert len(found) > 5000
    assert 0.98 < sum(found) / len(found) < 1  # years and places are no even sample of the 1,620 cases


def test_the_letter_o_is_read_as_zero_and_i_as_one():
    number = certificate_number(year=2026, place=101)
    assert read_number(number[:-1].replace("0", "O").replace("1", "I") + number[-1]).number == number


@pytest.mark.parametrize(
    "typed", ["", "CC", "hello", "CC-2026-000123", "XX-2026-000123-K", "'; DROP", "9" * 5000, "İ٣"]
)
def test_what_cannot_be_a_number_is_a_typing_error(typed):
    assert read_number(typed).mistyped


def test_every_check_character_is_reachable():
    assert {certificate_number(year=2026, place=place)[-1] for place in range(1, 500)} == set(ALPHABET)


@pytest.mark.parametrize(
    ("mean", "u", "lower", "upper", "expected"),
    [
        ("4.4", "0.1", "3.8", "4.9", "pass"),
        ("4.0", "0.1", "3.8", "4.9", "pass"),  # 3.8 is on the limit: within
        ("3.99", "0.1", "3.8", "4.9", "inconclusive"),
        ("3.7", "0.1", "3.8", "4.9", "inconclusive"),  # mean outside, interval reaches in
        ("3.6", "0.1", "3.8", "4.9", "inconclusive"),  # 3.6 + 0.2 is on the limit: not wholly outside
        ("3.59", "0.1", "3.8", "4.9", "fail"),
        ("5.2", "0.1", "3.8", "4.9", "fail"),
        ("0.05", "0.01", None, "0.10", "pass"),
        ("0.09", "0.01", None, "0.10", "inconclusive"),
        ("12", "0.5", "10", None, "pass"),
        ("12", "0.5", None, None, "not-assessed"),
        (None, None, "1", "2", "not-assessed"),
        ("1.5", None, "1", "2", "inconclusive"),
        ("1.5", "0", "1", "2", "pass"),
    ],
)
def test_the_verdict_needs_the_whole_interval(mean, u, lower, upper, expected):
    mean, u, lower, upper = (None if text is None else D(text) for text in (mean, u, lower, upper))
    assert verdict(mean, expanded(u), lower, upper) == expected


@given(
    st.decimals("-10", "10", places=3), st.decimals("0", "5", places=3), st.decimals("-10", "10", places=3)
)
def test_a_pass_and_a_fail_never_both_hold_and_a_wider_interval_never_makes_a_verdict(mean, u, limit):
    narrow, wide = verdict(mean, u, None, limit), verdict(mean, u + 1, None, limit)
    assert narrow in {"pass", "fail", "inconclusive"}
    assert wide in {narrow, "inconclusive"}


@pytest.mark.parametrize(
    ("mean", "u", "shown"),
    [
        (
            "4.394500000000001",
            "0.0142",
            ("4.394", "0.014"),
        ),  # a tie behind binary noise goes to the even digit
        ("4.39450000001", "0.0142", ("4.395", "0.014")),
        ("0.0492917176912", "0.00148", ("0.0493", "0.0015")),
        ("361.42", "1.84", ("361.4", "1.8")),
        ("56789", "1234", ("56800", "1200")),
        ("5.0", "0.0996", ("5.00", "0.10")),
        ("-0.0124", "0.0031", ("-0.0124", "0.0031")),
        ("1.23456789", "0", ("1.23457", "0")),
        ("1.23456789", None, ("1.23457", "")),
        (None, None, ("", "")),
    ],
)
def test_u_has_two_digits_and_the_mean_ends_where_u_ends(mean, u, shown):
    assert rounded(mean and D(mean), u and D(u)) == shown


def test_small_numbers_are_written_without_an_exponent():
    assert significant(D("5.7777E-7")) == "0.00000058"
    assert significant(D("0")) == "0"
    assert significant(None) == ""


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        ((2026, 5, 4), 36, (2029, 5, 3)),
        ((2026, 1, 31), 1, (2026, 2, 28)),
        ((2024, 2, 29), 12, (2025, 2, 28)),
        ((2026, 1, 1), 12, (2026, 12, 31)),
        ((2026, 12, 15), 1, (2027, 1, 14)),
    ],
)
def test_the_validity_ends_the_day_before_the_same_day(first, months, last):
    assert last_day(date(*first), months) == date(*last)


def test_too_few_laboratories_and_a_fail_block_an_inconclusive_does_not():
    fine = [Judged("Cu", 3, "pass"), Judged("Fe", 4, "inconclusive"), Judged("Mg", 9, "not-assessed")]
    assert blocking(fine) == []
    lines = blocking([Judged("Cu", 2, "pass"), Judged("Fe", 1, "fail")])
    assert lines == [
        "Cu was measured by 2 laboratories; at least 3 are needed.",
        "Fe was measured by 1 laboratory; at least 3 are needed.",
        "Fe does not conform: its whole uncertainty interval lies outside the limits.",
    ]
    assert blocking([]) == ["The study has no results for this material."]
    with pytest.raises(Conflict, match="2 laboratories"):
        decisions.check_nothing_blocks(lines)


def test_who_evaluated_does_not_decide():
    one = uuid4()
    decisions.check_other_person(one, uuid4())
    with pytest.raises(NotAllowed):
        decisions.check_other_person(one, one)


@pytest.mark.parametrize("months", [0, -1, 61])
def test_a_validity_is_one_month_to_five_years(months):
    with pytest.raises(Invalid):
        decisions.check_months(months)


@pytest.mark.parametrize("text", ["", "  \n", "x" * 5001])
def test_reasons_are_words_and_not_a_book(text):
    with pytest.raises(Invalid) as refused:
        decisions.check_said(text, "reasons")
    assert list(refused.value.fields) == ["reasons"]
