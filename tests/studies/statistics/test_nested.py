"""The nested design against lme4 (balanced: the analysis of variance), and where it has no answer."""

from decimal import Decimal
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.studies.statistics import Nested, UnbalancedError, nested_of
from apps.studies.statistics.mean_squares import MeanSquare, interval_of_difference, interval_of_sum
from apps.studies.statistics.nested import NestedResult
from tests.studies.statistics import datasets
from tests.studies.statistics.datasets import Expected
from tests.studies.statistics.each import each, within

COOP = "amc1987_coop_trial"
Shape = dict[str, dict[str, str]]


@cache
def specimen(name: str) -> Nested:
    return nested_of(
        (row["lab"], row["batch"], int(row["replicate"]), Decimal(row["value"]))
        for row in datasets.table(COOP)
        if row["material"] == name
    )


def rows(labs: Shape) -> list[NestedResult]:
    return [
        (lab, batch, at, Decimal(word))
        for lab, batches in labs.items()
        for batch, words in batches.items()
        for at, word in enumerate(words.split())
    ]


SMALL: Shape = {
    "A": {"1": "1.0 1.2", "2": "1.4 1.5"},
    "B": {"1": "2.0 2.3", "2": "2.1 2.2"},
    "C": {"1": "0.9 1.4", "2": "1.6 1.7"},
}


@each(COOP)
def test_reproduces_the_nested_components_of_the_cooperative_trial(entry: Expected) -> None:
    found = specimen(entry.scope)
    figures = {
        "mean": found.mean,
        "s_repeat": found.s_r.sd,
        "s_batch": found.s_batch.sd,
        "s_lab": found.s_L.sd,
    }
    assert within(figures[entry.key], entry)


def test_sets_a_negative_component_to_zero_and_keeps_its_raw_value() -> None:
    found = specimen("S4")
    assert (found.s_L.sd, found.s_L.variance_raw < 0) == (0, True)
    assert found.s_R.sd == found.s_intermediate.sd
    assert found.s_L.interval is not None
    assert found.s_L.interval.low == 0


def test_adds_the_components_up() -> None:
    found = specimen("S1")
    assert found.s_intermediate.sd**2 == pytest.approx(found.s_r.sd**2 + found.s_batch.sd**2)
    assert found.s_R.sd**2 == pytest.approx(found.s_intermediate.sd**2 + found.s_L.sd**2)


def test_gives_every_component_and_the_mean_an_interval() -> None:
    found = specimen("S1")
    for part in (found.s_r, found.s_batch, found.s_L, found.s_intermediate, found.s_R):
        assert part.interval is not None
        assert part.interval.low <= part.sd <= part.interval.high
    assert found.mean_interval is not None
    assert found.mean_interval.low < found.mean < found.mean_interval.high


@pytest.mark.parametrize(("s_lab", "s_batch"), [(1.0, 0.7), (0.3, 0.7), (0.1, 0.1)])
def test_covers_the_true_components_as_often_as_it_says(s_lab: float, s_batch: float) -> None:
    random, studies, p, b, n = np.random.default_rng(8), 2000, 6, 3, 2
    true = {"L": s_lab, "batch": s_batch, "R": (s_lab**2 + s_batch**2 + 1) ** 0.5}
    covered = dict.fromkeys(true, 0)
    # Mean squares of a balanced normal design are independent chi-squared variables.
    expected = np.array([1 + n * s_batch**2 + b * n * s_lab**2, 1 + n * s_batch**2, 1.0])
    degrees = (p - 1, p * (b - 1), p * b * (n - 1))
    draws = expected * random.chisquare(degrees, (studies, 3)) / degrees
    for values in draws.tolist():
        labs, batches, error = map(MeanSquare, values, degrees)
        intervals = {
            "L": interval_of_difference(1 / (b * n), labs, batches),
            "batch": interval_of_difference(1 / n, batches, error),
            "R": interval_of_sum([(1 / (b * n), labs), ((1 - 1 / b) / n, batches), (1 - 1 / n, error)]),
        }
        for name, interval in intervals.items():
            covered[name] += interval is not None and interval.low <= true[name] <= interval.high
    for name, count in covered.items():
        assert count / studies == pytest.approx(0.95, abs=0.022), name


def test_has_an_answer_without_any_spread() -> None:
    found = nested_of(rows({lab: {"1": "0.1 0.1", "2": "0.1 0.1"} for lab in "AB"}))
    assert (found.mean, found.u_mean, found.s_R.sd, found.s_R.interval) == (0.1, 0, 0, None)
    assert (found.mean_interval, found.s_r.interval, found.s_L.interval) == (None, None, None)


@pytest.mark.parametrize(
    "labs",
    [
        {},
        {"A": {"1": "1 2", "2": "1 2"}},
        {"A": {"1": "1 2", "2": "1 2"}, "B": {"1": "1 2"}},
        {"A": {"1": "1 2", "2": "1 2"}, "B": {"1": "1 2", "2": "1"}},
        {"A": {"1": "1", "2": "1"}, "B": {"1": "1", "2": "1"}},
        {"A": {"1": "1 2"}, "B": {"1": "1 2"}},
    ],
)
def test_refuses_a_design_that_is_not_balanced(labs: Shape) -> None:
    with pytest.raises(UnbalancedError, match="same number"):
        nested_of(rows(labs))


def test_refuses_a_replicate_reported_twice() -> None:
    with pytest.raises(UnbalancedError, match="Laboratory A, batch 1: replicate 0 comes twice"):
        nested_of([*rows(SMALL), ("A", "1", 0, Decimal(1))])


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([1_000_000, -1_000_000]), st.sampled_from([3, 1000]), st.permutations(rows(SMALL)))
def test_moves_with_a_constant_scales_with_the_unit_and_ignores_order(
    constant: int, factor: int, order: list[NestedResult]
) -> None:
    plain = nested_of(rows(SMALL))
    moved = nested_of([(*row[:3], row[3] + constant) for row in order])
    scaled = nested_of([(*row[:3], row[3] * factor) for row in order])
    for name in ("s_r", "s_batch", "s_L", "s_R"):
        assert getattr(moved, name).sd == pytest.approx(getattr(plain, name).sd, rel=1e-12)
        assert getattr(scaled, name).sd == pytest.approx(getattr(plain, name).sd * factor, rel=1e-9)
