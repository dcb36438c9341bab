"""Homogeneity and stability against ISO 13528, and where the check has no answer."""

from decimal import Decimal

import numpy as np
import pytest

from apps.studies.statistics import Cells, Homogeneity, homogeneity_of, sigma_from_margin, stability_of
from apps.studies.statistics.homogeneity import expansion
from tests.studies.statistics import datasets
from tests.studies.statistics.datasets import Expected
from tests.studies.statistics.each import each, within

ARSENIC = "iso13528_E2_arsenic_homogeneity"
FACTORS = "iso13528_B1_factors"


def arsenic(part: str) -> Cells:
    rows = ((*row["material"].partition("-"), row) for row in datasets.table(ARSENIC))
    return Cells.from_results(
        (item, part, int(row["replicate"]), Decimal(row["value"]))
        for kind, _, item, row in rows
        if kind == part
    )


def items(*words: str) -> Cells:
    """One item per word list."""
    return Cells.from_results(
        (f"item{at}", "x", portion, Decimal(word))
        for at, cell in enumerate(words)
        for portion, word in enumerate(cell.split())
    )


def codes(found: Homogeneity) -> set[str]:
    return {note.code for note in found.notes}


@each(ARSENIC)
def test_reproduces_the_published_homogeneity_and_stability_of_arsenic(entry: Expected) -> None:
    sigma = 0.15 * 0.18715
    found = homogeneity_of(arsenic("homogeneity"), sigma)
    later = stability_of(arsenic("homogeneity"), arsenic("stability"), sigma)
    figures = {
        "mean": found.mean,
        "s_x": found.s_x,
        "s_w": found.s_w,
        "s_s": found.s_s,
        "sigma_pt": sigma,
        "criterion_0.3sigma": found.limit,
        "stability_mean": later.after,
        "stability_diff": later.difference,
    }
    assert within(figures[entry.key], entry)
    assert (found.sufficient, found.sufficient_expanded, later.stable, later.stable_expanded) == (True,) * 4
    assert (codes(found), later.notes) == (set(), ())


@pytest.mark.parametrize(
    "row", datasets.table(FACTORS), ids=lambda row: f"{FACTORS}:published-seen:{row['g']}"
)
def test_reproduces_the_factors_of_table_b1(row: dict[str, str]) -> None:
    found = expansion(int(row["g"]), 2.0)
    assert found == pytest.approx((float(row["F1"]), float(row["F2"])), abs=0.00501)


def test_uses_the_factors_for_the_number_of_portions() -> None:
    found = homogeneity_of(items(*(["1.0 1.1 1.2"] * 9), "1.5 1.4 1.6"), 1.0)
    first, second = expansion(10, 3.0)
    assert found.portions == pytest.approx(3)
    assert found.s_w is not None
    assert found.expanded_limit == pytest.approx((first * 0.3**2 + second * found.s_w**2) ** 0.5)


def test_floors_the_variance_between_items_at_zero() -> None:
    found = homogeneity_of(items(*["1.0 3.0", "3.0 1.0"] * 5), 10.0)
    assert (found.s_s, found.sufficient) == (0, True)


def test_counts_an_item_on_the_limit_as_within_it() -> None:
    found = homogeneity_of(items("1.0 1.0", "1.2 1.2"), (0.02**0.5) / 0.3)
    assert found.s_s == pytest.approx(found.limit)
    assert found.sufficient


def test_says_so_where_the_method_repeats_too_badly_to_tell() -> None:
    found = homogeneity_of(items(*["1.0 3.0", "3.1 1.2"] * 5), 1.0)
    assert "powerless_check" in codes(found)


def test_tests_the_portions_of_each_item_first() -> None:
    found = homogeneity_of(items(*(["1.00 1.01", "1.01 1.00"] * 5), "0.50 1.50"), 1.0)
    assert (found.cochran.verdict, found.cochran.suspects) == ("outlier", ("item10",))
    assert "outlying_item" in codes(found)


def test_asks_for_ten_items() -> None:
    assert codes(homogeneity_of(items(*["1.0 1.1"] * 9), 1.0)) == {"few_items"}


def test_takes_all_spread_for_that_of_items_where_each_was_measured_once() -> None:
    found = homogeneity_of(items("1.0", "1.2", "1.4"), 1.0)
    assert (found.s_s, found.s_w, found.expanded_limit, found.sufficient_expanded) == (
        found.s_x,
        None,
        None,
        None,
    )
    assert found.sufficient
    assert codes(found) == {"few_items", "single_portions"}


def test_counts_an_item_with_a_missing_portion_by_its_own_number() -> None:
    found = homogeneity_of(items("1.0 1.2", "2.0", "3.0 3.4"), 10.0)
    means, within_ = np.array([1.1, 2.0, 3.2]), (0.02 + 0.08) / 2
    wanted = means.var(ddof=1) - within_ * (0.5 + 1 + 0.5) / 3
    assert found.s_s == pytest.approx(wanted**0.5)


def test_does_not_judge_one_item() -> None:
    found = homogeneity_of(items("1.0 1.1"), 1.0)
    assert (found.s_x, found.s_s, found.sufficient, found.s_s_interval) == (None, None, None, None)
    assert found.s_w is not None


def test_finds_items_without_any_spread_alike() -> None:
    found = homogeneity_of(items(*["1.0 1.0"] * 10), 1.0)
    assert (found.s_x, found.s_w, found.s_s, found.sufficient) == (0, 0, 0, True)


def test_asks_a_tenth_of_the_equivalence_margin() -> None:
    assert homogeneity_of(items("1.0 1.1", "1.2 1.0"), sigma_from_margin(2.0)).limit == pytest.approx(0.2)


@pytest.mark.parametrize("sigma", [0.0, -1.0, float("nan")])
def test_needs_a_positive_sigma(sigma: float) -> None:
    with pytest.raises(ValueError, match="positive"):
        homogeneity_of(items("1.0 1.1", "1.2 1.0"), sigma)


def test_judges_one_characteristic_at_a_time() -> None:
    cells = Cells.from_results([("1", "x", 0, Decimal(1)), ("1", "y", 0, Decimal(1))])
    with pytest.raises(ValueError, match="one characteristic"):
        homogeneity_of(cells, 1.0)


def test_adds_the_uncertainty_of_the_difference_for_the_expanded_criterion() -> None:
    before, after = items("1.0 1.2", "1.1 1.3", "1.4 1.2"), items("1.6 1.8", "1.9 1.7")
    found = stability_of(before, after, 1.0)
    u = (np.var([1.1, 1.2, 1.3], ddof=1) / 3 + np.var([1.7, 1.8], ddof=1) / 2) ** 0.5
    assert found.difference == pytest.approx(0.55)
    assert (found.u, found.expanded_limit) == (pytest.approx(u), pytest.approx(0.3 + 2 * u))
    assert (found.stable, found.stable_expanded) == (False, False)


def test_has_no_expanded_criterion_with_one_item_on_an_occasion() -> None:
    found = stability_of(items("1.0 1.2"), items("1.1 1.1", "1.2 1.0"), 1.0)
    assert (found.u, found.expanded_limit, found.stable_expanded, found.stable) == (None, None, None, True)
    assert [note.code for note in found.notes] == ["one_item"]


def test_keeps_the_digits_of_a_difference_between_large_values() -> None:
    found = stability_of(
        items("1000000000000.4 1000000000000.4"), items("1000000000000.6 1000000000000.6"), 1.0
    )
    assert found.difference == pytest.approx(0.2, rel=1e-12)
