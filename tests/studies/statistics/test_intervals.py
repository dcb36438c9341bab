"""Intervals hold their promise in simulations, and are absent where the data promise nothing."""

from decimal import Decimal

import numpy as np
import pytest

from apps.studies.statistics import Cells, LevelIntervals, intervals_of
from apps.studies.statistics.cells import Floats
from tests.studies.statistics.datasets import level

STUDIES = 4000


def study(values: Floats) -> Cells:
    levels, labs, _ = values.shape
    return Cells(
        tuple(f"L{at}" for at in range(labs)),
        tuple(f"M{at}" for at in range(levels)),
        values,
        (Decimal(0),) * levels,
        (Decimal("0.001"),) * levels,
    )


def simulated(labs: int, replicates: int, s_l: float) -> Floats:
    random = np.random.default_rng(labs * replicates)
    return random.normal(0, s_l, (STUDIES, labs, 1)) + random.normal(0, 1, (STUDIES, labs, replicates))


def one(**labs: str) -> LevelIntervals:
    rows = [
        (lab, "x", at, Decimal(word)) for lab, words in labs.items() for at, word in enumerate(words.split())
    ]
    return intervals_of(Cells.from_results(rows))[0]


@pytest.mark.parametrize(
    ("labs", "replicates", "s_l"), [(8, 3, 0.7), (8, 3, 0.2), (5, 2, 1.0), (15, 4, 0.5), (3, 2, 0.7)]
)
def test_covers_the_true_s_L_as_often_as_it_says(labs: int, replicates: int, s_l: float) -> None:  # noqa: N802 -- the symbol
    found = [interval.s_L for interval in intervals_of(study(simulated(labs, replicates, s_l)))]
    covered = [interval is not None and interval.low <= s_l <= interval.high for interval in found]
    assert np.mean(covered) == pytest.approx(0.95, abs=0.015)


def test_covers_the_true_s_L_of_unequal_cells() -> None:  # noqa: N802 -- the symbol
    values = simulated(8, 4, 0.7)
    values[:, 0, 2:] = values[:, 1, 1:] = values[:, 2, 3:] = np.nan
    found = [interval.s_L for interval in intervals_of(study(values))]
    covered = [interval is not None and interval.low <= 0.7 <= interval.high for interval in found]
    assert np.mean(covered) == pytest.approx(0.95, abs=0.02)


def test_covers_the_true_mean_as_often_as_it_says() -> None:
    found = [interval.mean for interval in intervals_of(study(simulated(8, 3, 0.7)))]
    covered = [interval is not None and interval.low <= 0 <= interval.high for interval in found]
    assert np.mean(covered) == pytest.approx(0.95, abs=0.015)


def test_holds_the_estimate_itself() -> None:
    labs = {"A": "1.0 1.2", "B": "1.3 1.5", "C": "1.1 1.5", "D": "1.9 1.8", "E": "1.4 1.7"}
    found, estimates = one(**labs), level(**labs)
    assert found.s_L is not None and found.mean is not None
    assert estimates.s_L is not None and estimates.mean is not None
    assert found.s_L.low <= estimates.s_L <= found.s_L.high
    assert found.mean.low <= estimates.mean <= found.mean.high


def test_starts_at_zero_where_the_laboratories_hardly_differ() -> None:
    found = one(A="1.0 1.4", B="1.3 1.5", C="1.1 1.5", D="1.2 1.6").s_L
    assert found is not None
    assert found.low == 0 < found.high


def test_ends_at_zero_where_laboratories_agree_better_than_their_replicates_let_expect() -> None:
    words = ["1.00 3.00", "1.01 3.00", "1.00 3.01", "1.01 2.99", "1.00 3.00", "0.99 3.01"]
    found = one(**{f"L{at}": word for at, word in enumerate(words)}).s_L
    assert found is not None
    assert (found.low, found.high) == (0, 0)


@pytest.mark.parametrize(
    "labs", [{"A": "1.0 1.2"}, {"A": "1.0", "B": "1.2", "C": "1.4"}, {"A": "1 1", "B": "1 1"}]
)
def test_has_no_interval_of_s_L_without_something_to_compare(labs: dict[str, str]) -> None:  # noqa: N802 -- the symbol
    assert one(**labs).s_L is None


@pytest.mark.parametrize("labs", [{"A": "1.0 1.2"}, {"A": "1"}, {"A": "1 1", "B": "1 1"}])
def test_has_no_interval_of_the_mean_without_spread_between_laboratories(labs: dict[str, str]) -> None:
    assert one(**labs).mean is None


def test_has_an_answer_for_a_level_nobody_reported() -> None:
    (found,) = intervals_of(study(np.full((1, 2, 3), np.nan)))
    assert (found.mean, found.s_L) == (None, None)
    assert intervals_of(Cells.from_results([])) == ()
