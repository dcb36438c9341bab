"""What a report must hold, working days, and who may sign."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from apps.changes import rules
from apps.changes.words import CHECK, LABELS, PARTS, part_of
from apps.core.errors import Invalid, NotAllowed

TODAY = date(2026, 5, 4)  # a Monday
COMPLETE = {
    "critical_input": "aluminium",
    "reason": "The mine closes.",
    "country_mined": "GN",
    "country_processed": "NO",
    "country_shipped_from": "NL",
    "current_supplier": "A",
    "new_supplier": "B",
    "grade": "EN AW-2024",
    "annual_volume_kg": Decimal(100),
    "certificate_number": "C-1",
    "certificate_is_valid": True,
    "testing_outcome": "",
    "shipments": [(TODAY, Decimal(60))],
}


def gaps(**changes):
    return [(gap.field, gap.part) for gap in rules.gaps_in(COMPLETE | changes, on=TODAY)]


def test_a_complete_report_has_no_gaps():
    assert gaps() == []


@pytest.mark.parametrize(
    "field", [name for name in COMPLETE if not name.startswith(("certificate", "testing"))]
)
def test_each_empty_field_is_named_with_the_page_that_asks_for_it(field):
    assert gaps(**{field: None}) == [(field, part_of(field))]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"certificate_is_valid": False}, [("certificate_number", "testing")]),
        (
            {"certificate_is_valid": False, "testing_outcome": "It was withdrawn, see study 3."},
            [("certificate_number", "testing")],
        ),
        ({"certificate_number": ""}, [("testing_outcome", "testing")]),
        ({"certificate_number": "", "testing_outcome": "None."}, [("testing_outcome", "testing")]),
        ({"certificate_number": "", "testing_outcome": "Testing runs until June; no certificate yet."}, []),
    ],
)
def test_a_valid_certificate_or_an_explanation_is_wanted(changes, expected):
    assert gaps(**changes) == expected


@pytest.mark.parametrize(
    ("shipments", "count"),
    [
        ([(TODAY - timedelta(days=1), Decimal(1))], 1),
        ([(TODAY, Decimal(0))], 1),
        ([(TODAY - timedelta(days=1), Decimal(-1))], 2),
        ([(TODAY, Decimal("0.001"))], 0),
    ],
)
def test_shipments_lie_ahead_and_weigh_something(shipments, count):
    assert gaps(shipments=shipments) == [("shipments", "schedule")] * count


@pytest.mark.parametrize(("mass", "doubts"), [(Decimal(100), 0), (Decimal("100.001"), 1)])
def test_more_shipped_than_a_years_volume_is_a_doubt_and_no_gap(mass, doubts):
    filled = COMPLETE | {"shipments": [(TODAY, mass)]}
    assert len(rules.doubts_in(filled)) == doubts
    assert rules.gaps_in(filled, on=TODAY) == []


def test_gaps_refuse_with_a_line_per_field():
    with pytest.raises(Invalid) as refused:
        rules.check_complete(rules.gaps_in({}, on=TODAY))
    assert set(refused.value.fields) == set(COMPLETE) - {"certificate_number", "certificate_is_valid"}


def test_every_field_of_a_part_has_a_label_and_parts_have_six_questions_at_most():
    assert all(set(part.fields) <= set(LABELS) and len(part.fields) <= 6 for part in PARTS)
    assert part_of("nothing") == CHECK.slug


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 5, 4), 0, date(2026, 5, 4)),
        (date(2026, 5, 4), 1, date(2026, 5, 5)),
        (date(2026, 5, 8), 1, date(2026, 5, 11)),  # Friday to Monday
        (date(2026, 5, 9), 1, date(2026, 5, 11)),  # Saturday to Monday
        (date(2026, 5, 4), 20, date(2026, 6, 1)),
    ],
)
def test_working_days_are_monday_to_friday(start, days, end):
    assert rules.working_day_after(start, days) == end
    assert rules.working_days_between(start, end) == days


def test_a_later_year_has_the_same_day_where_it_exists():
    assert rules.years_later(datetime(2026, 11, 22, 3, tzinfo=UTC), 10) == datetime(
        2036, 11, 22, 3, tzinfo=UTC
    )
    assert rules.years_later(datetime(2028, 2, 29, tzinfo=UTC), 10) == datetime(2038, 2, 28, tzinfo=UTC)


def test_days_between_agree_with_counting_one_by_one():
    for first in range(7):
        for length in range(40):
            start = TODAY + timedelta(days=first)
            end = start + timedelta(days=length)
            counted = sum(rules.is_working_day(start + timedelta(days=step)) for step in range(1, length + 1))
            assert rules.working_days_between(start, end) == counted
            assert rules.working_days_between(end, start) == -counted


@pytest.mark.parametrize("due_on", [TODAY, TODAY - timedelta(days=1)])
def test_an_answer_is_due_after_today(due_on):
    with pytest.raises(Invalid):
        rules.check_due(due_on, on=TODAY)
    rules.check_due(TODAY + timedelta(days=1), on=TODAY)


def test_spaces_are_no_text():
    with pytest.raises(Invalid):
        rules.check_written("text", "  \n", "Write it.")
    assert rules.check_written("text", " so ", "Write it.") == "so"


def test_the_second_signature_is_another_persons():
    one, other = uuid4(), uuid4()
    rules.check_another_person(one, other)
    with pytest.raises(NotAllowed):
        rules.check_another_person(one, one)


def test_an_unknown_outcome_is_refused():
    with pytest.raises(Invalid):
        rules.check_outcome("perhaps", ["approve", "refuse"])
