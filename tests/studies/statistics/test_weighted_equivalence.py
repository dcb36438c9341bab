import pytest

from apps.studies.statistics import Margins, WeightedEquivalence, weighted_equivalence_of
from apps.studies.statistics.random_effects import heterogeneity
from tests.studies.statistics.comparisons import compared, taken

UNEQUAL = {
    "A": ("1.0 1.2 1.1 1.3", "1.5 1.3 1.6 1.4"),
    "B": ("2.0", "2.9"),
    "C": ("0.8 1.0", "1.0 1.3"),
    "D": ("1.1 1.4 1.2", "1.2 1.5"),
}


def weighted(margin: float = 1.0, **labs: tuple[str, str]) -> WeightedEquivalence:
    return weighted_equivalence_of(taken(**labs), Margins.around(margin))


def test_weighs_a_laboratory_by_what_its_numbers_of_results_leave_uncertain() -> None:
    found = weighted(**UNEQUAL)
    differences = taken(**UNEQUAL)
    assert found.tau2 is not None
    assert found.s_r is not None
    within = found.s_r**2 * (1 / differences.counts).sum(axis=0)
    weights = 1 / (within + found.tau2)
    assert found.weights == pytest.approx(weights / weights.sum())
    assert found.weights[0] > found.weights[1]
    assert found.difference == pytest.approx(
        (weights * (differences.origin + differences.away)).sum() / weights.sum()
    )


def test_finds_the_variance_between_laboratories_of_paule_and_mandel_with_its_interval() -> None:
    found, differences = weighted(**UNEQUAL), taken(**UNEQUAL)
    assert found.tau2_interval is not None
    assert found.s_r is not None
    within = found.s_r**2 * (1 / differences.counts).sum(axis=0)
    assert heterogeneity(differences.away, within, found.tau2 or 0) == pytest.approx(3)
    assert found.tau2_interval.low <= (found.tau2 or 0) <= found.tau2_interval.high


def test_pools_the_repeatability_of_both_materials() -> None:
    found = weighted(A=("1 3", "5 9"), B=("1", "2"), C=("4", "5"))
    assert found.s_r == pytest.approx(((2 + 8) / 2) ** 0.5)


def test_is_the_block_analysis_without_spread_within_cells() -> None:
    labs = {"A": ("1 1", "1.5"), "B": ("2", "2.2 2.2"), "C": ("3", "3.1")}
    found, block = weighted(**labs), compared(**labs)
    assert (found.s_r, found.tau2, found.tau2_interval) == (0, pytest.approx((block.sd or 0) ** 2), None)
    assert (found.difference, found.se) == pytest.approx((block.difference, block.se))


def test_takes_no_variance_between_laboratories_where_replicates_explain_it() -> None:
    found = weighted(A=("1 3", "2 4.1"), B=("2 4", "3 5"), C=("0 2", "1 3"))
    assert found.tau2 == 0
    assert found.difference == pytest.approx(3.05 / 3)


@pytest.mark.parametrize(
    ("labs", "code"),
    [
        ({}, "no_pair"),
        ({"A": ("1 2", "2 3")}, "one_pair"),
        ({"A": ("1", "2"), "B": ("2", "2"), "C": ("2", "3")}, "no_repeatability"),
        ({"A": ("1 1", "2 2"), "B": ("3 3", "4 4"), "C": ("0 0", "1 1")}, "no_weights"),
    ],
)
def test_says_why_there_is_no_weighted_answer(labs: dict[str, tuple[str, str]], code: str) -> None:
    found = weighted(**(labs or {"A": ("1", ""), "B": ("", "1")}))
    assert (found.difference, found.test, found.decision, found.weights) == (None, None, None, ())
    assert [note.code for note in found.notes] == [code]


def test_has_no_decision_for_two_laboratories() -> None:
    found = weighted(A=("1 2", "2 3"), B=("1 2", "2 2.5"))
    assert (found.decision, [note.code for note in found.notes]) == (None, ["two_paired"])
    assert found.test is not None


def test_has_an_interval_without_width_where_all_laboratories_find_the_same() -> None:
    found = weighted(A=("1 2", "2 3"), B=("1 2", "2 3"), C=("3 5 4", "5"))
    assert (found.difference, found.se, found.decision) == (1.0, 0, "inconclusive")
