import numpy as np
import pytest
from scipy import stats

from apps.studies.statistics import precision_ratio_of
from tests.studies.statistics.comparisons import taken


def test_compares_the_repeatability_variances_of_both_materials() -> None:
    found = precision_ratio_of(taken(A=("1 3", "5 9"), B=("2 4 6", "1 1"), C=("1", "2 3")))
    assert (found.s_incumbent, found.df) == (pytest.approx(((2 + 8) / 3) ** 0.5), (3, 3))
    assert found.s_candidate == pytest.approx(((8 + 0 + 0.5) / 3) ** 0.5)
    assert found.ratio == pytest.approx(8.5 / 10)
    assert found.interval is not None
    assert found.interval.low == pytest.approx(0.85 / stats.f.ppf(0.95, 3, 3))
    assert found.decision == "inconclusive"


@pytest.mark.parametrize(("factor", "decision"), [(1, "equivalent"), (9, "different")])
def test_decides_with_enough_results(factor: int, decision: str) -> None:
    random = np.random.default_rng(2)
    cells = [
        " ".join(f"{value:.4f}" for value in random.normal(0, spread, 120))
        for spread in (1, 1, factor, factor)
    ]
    found = precision_ratio_of(taken(A=(cells[0], cells[2]), B=(cells[1], cells[3])))
    assert found.decision == decision


def test_covers_the_true_ratio_as_often_as_it_says() -> None:
    random, covered, studies = np.random.default_rng(4), 0, 1500
    for _ in range(studies):
        old, new = random.normal(0, 1, (3, 4)), random.normal(0, 1.5, (3, 4))
        cells = {
            f"L{at}": tuple(" ".join(f"{value:.6f}" for value in row[at]) for row in (old, new))
            for at in range(3)
        }
        interval = precision_ratio_of(taken(**cells)).interval
        covered += interval is not None and interval.low <= 2.25 <= interval.high
    assert covered / studies == pytest.approx(0.9, abs=4.5 * (0.09 / studies) ** 0.5)


@pytest.mark.parametrize(
    ("labs", "code"),
    [
        ({"A": ("1 2", "1"), "B": ("1 2", "2")}, "no_repeatability"),
        ({"A": ("1 1", "1 2"), "B": ("3 3", "2 2")}, "no_spread"),
        ({"A": ("1 2", "1 1"), "B": ("1 2", "2 2")}, "no_spread"),
    ],
)
def test_says_why_there_is_no_ratio(labs: dict[str, tuple[str, str]], code: str) -> None:
    found = precision_ratio_of(taken(**labs))
    assert (found.ratio, found.interval, found.decision) == (None, None, None)
    assert found.note is not None
    assert found.note.code == code
