"""The two-sample test for one laboratory, against the equivalence example of the NCSS manual."""

import numpy as np
import pytest

from apps.studies.statistics import Cells, Margins, two_samples_of
from tests.studies.statistics import datasets
from tests.studies.statistics.datasets import Expected
from tests.studies.statistics.each import each, within

YIELD = "ncss_tost_yield"
CERAMIC = "nist_ceramic_strength"


def samples(name: str, first: str, second: str) -> list[np.ndarray]:
    cells = Cells.from_results(
        (material, "x", at, value) for at, (_, material, _, value) in enumerate(datasets.rows(name))
    )
    return [
        values[~np.isnan(values)]
        for values in (cells.values[0, cells.labs.index(one)] for one in (first, second))
    ]


@each(YIELD)
def test_reproduces_the_published_equivalence_of_two_yields(entry: Expected) -> None:
    first, second = samples(YIELD, "A", "B")
    # The manual gives an interval of 95 %: alpha of each test is .025.
    found = two_samples_of(first, second, Margins.around(110), alpha=0.025, pooled=entry.scope == "pooled")
    figures = {
        "diff": found.difference,
        "se": found.se,
        "df": found.df,
        "ci95lo": found.test.interval.low,
        "ci95hi": found.test.interval.high,
        "p_lower": found.test.p_lower,
        "p_upper": found.test.p_upper,
    }
    assert within(figures[entry.key], entry)


def test_shows_equivalence_of_the_yields_at_five_per_cent_but_not_at_half_of_it() -> None:
    first, second = samples(YIELD, "A", "B")
    decisions = [
        two_samples_of(first, second, Margins.around(110), alpha=alpha, pooled=True).decision
        for alpha in (0.05, 0.025)
    ]
    assert decisions == ["equivalent", "inconclusive"]


def test_claims_more_than_the_laboratories_as_blocks_if_their_results_are_pooled() -> None:
    # To the printed digits: 5.82 on 478 degrees of freedom for pooled results, 6.44 on 7 for blocks.
    first, second = samples(CERAMIC, "batch2", "batch1")
    found = two_samples_of(first, second, Margins.around(100), pooled=True)
    assert (found.se, found.df) == (pytest.approx(5.82, rel=0, abs=0.005), 478)


def test_has_an_answer_without_spread() -> None:
    found = two_samples_of(np.array([2.0, 2.0]), np.array([1.5, 1.5]), Margins.around(1))
    assert (found.difference, found.se, found.df, found.decision) == (0.5, 0, 2, "equivalent")


def test_refuses_a_sample_of_one() -> None:
    with pytest.raises(ValueError, match="two results"):
        two_samples_of(np.array([2.0]), np.array([1.5, 1.5]), Margins.around(1))
