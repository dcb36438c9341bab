from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.studies.rules.limits import against_limits
from apps.studies.statistics import conformance

numbers = st.floats(-100, 100)


@pytest.mark.parametrize(
    ("mean", "u", "lower", "upper", "verdict"),
    [
        (10.0, 0.5, 9.0, 11.0, "within"),
        (10.1, 0.5, 9.0, 11.0, "undecided"),
        (12.0, 0.5, 9.0, 11.0, "undecided"),
        (12.1, 0.5, 9.0, 11.0, "outside"),
        (7.9, 0.5, 9.0, None, "outside"),
        (9.9, 0.5, 9.0, None, "undecided"),
        (10.0, 0.5, 9.0, None, "within"),
        (10.0, 0.5, None, 11.0, "within"),
        (11.0, 0.0, None, 11.0, "within"),
        (11.1, 0.0, None, 11.0, "outside"),
        (10.0, 2.0, 9.0, 11.0, "undecided"),
    ],
)
def test_accepts_and_rejects_only_beyond_the_guard_band(
    mean: float, u: float, lower: float | None, upper: float | None, verdict: str
) -> None:
    assert conformance(mean, u, lower, upper).verdict == verdict


def test_says_where_a_mean_of_this_uncertainty_would_be_accepted() -> None:
    assert conformance(10, 0.25, 9, 11).acceptance == (9.5, 10.5)
    assert conformance(10, 0.25, None, 11).acceptance == (None, 10.5)
    assert conformance(10, 0.6, 9, 11).acceptance is None


@pytest.mark.parametrize(
    ("mean", "u", "lower", "upper", "probability"),
    [
        (10.0, 1.0, 10.0, None, 0.5),
        (10.0, 1.0, 9.0, 11.0, 0.6826894921370859),
        (10.0, 1.0, None, 11.6448536269514722, 0.95),
        (10.0, 0.0, 9.0, 11.0, 1.0),
        (12.0, 0.0, 9.0, 11.0, 0.0),
    ],
)
def test_gives_the_probability_of_conformity(
    mean: float, u: float, lower: float | None, upper: float | None, probability: float
) -> None:
    assert conformance(mean, u, lower, upper).probability == pytest.approx(probability, rel=1e-12)


def test_takes_another_coverage() -> None:
    assert conformance(10, 0.5, 9, 11, coverage=3).verdict == "undecided"
    assert conformance(10, 0.5, 9, 11, coverage=0).verdict == "within"


@pytest.mark.parametrize(
    ("u", "lower", "upper", "message"),
    [
        (1.0, None, None, "no limit"),
        (1.0, 2.0, 1.0, "above"),
        (-1.0, 0.0, 1.0, "negative"),
        (float("nan"), 0.0, 1.0, "negative"),
    ],
)
def test_refuses_what_cannot_be_judged(
    u: float, lower: float | None, upper: float | None, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        conformance(1.0, u, lower, upper)


@given(numbers, st.floats(0, 50), numbers, st.floats(0.1, 50))
def test_is_the_one_truth_behind_the_limits_of_a_characteristic(
    mean: float, u: float, lower: float, width: float
) -> None:
    low, high = Decimal(lower).quantize(Decimal("0.01")), Decimal(lower + width).quantize(Decimal("0.01"))
    found = conformance(mean, u, float(low), float(high))
    assert against_limits(mean, u, low, high) == found.verdict
    assert (found.verdict == "outside") == (
        found.interval.high < float(low) or found.interval.low > float(high)
    )


def test_leaves_a_characteristic_without_limits_or_uncertainty_unjudged() -> None:
    assert against_limits(1.0, 0.1, None, None) is None
    assert against_limits(1.0, None, Decimal(0), None) == "undecided"
