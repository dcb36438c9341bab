"""Cochran's test for cells of different size."""

from decimal import Decimal

import numpy as np
import pytest

from apps.studies.statistics import Cells, GTest, analyse, g_tests


def cells(*labs: str) -> Cells:
    return Cells.from_results(
        (f"L{at}", "x", k, Decimal(word))
        for at, words in enumerate(labs)
        for k, word in enumerate(words.split())
    )


def judged(*labs: str) -> GTest:
    (found,) = g_tests(cells(*labs))
    return found


def test_is_cochrans_test_where_cells_are_alike() -> None:
    labs = ("1.0 1.2 1.1", "1.4 1.9 1.2", "1.1 1.6 1.2", "1.3 1.5 1.4")
    found, cochran = judged(*labs), analyse(cells(*labs)).level("x").cochran
    assert (found.lab, found.verdict) == (cochran.suspects[0], cochran.verdict)
    assert found.statistic == pytest.approx(cochran.statistic)
    assert found.p_value == pytest.approx(cochran.p_value)


def test_weighs_a_cell_by_its_degrees_of_freedom() -> None:
    # Sums of squares .02 and .5 and .02: of the second the share is .5 / .54, on 1 of 4 degrees of freedom.
    found = judged("1.0 1.1 1.2", "1.0 2.0", "1.0 1.2")
    assert found.lab == "L1"
    assert found.statistic == pytest.approx(0.5 / 0.54)
    # The beta tail with 1 and 3 degrees of freedom is that of Student's t: t^2 = 3 G / (1 - G) = 37.5.
    assert found.p_value == pytest.approx(3 * 2 * 0.0043772, rel=1e-5)
    assert found.verdict == "straggler"


@pytest.mark.parametrize(
    ("labs", "code"),
    [
        (("1 2", "3"), "too_few_cells"),
        (("1 1", "3 3 3"), "zero_repeatability"),
        (("1", "3"), "too_few_cells"),
    ],
)
def test_says_why_there_is_no_test(labs: tuple[str, ...], code: str) -> None:
    found = judged(*labs)
    assert (found.lab, found.statistic, found.p_value, found.verdict) == (None,) * 4
    assert found.note is not None and found.note.code == code


def test_finds_no_more_outliers_than_it_may_whatever_the_sizes() -> None:
    random, sizes, rounds = np.random.default_rng(0), (2, 2, 3, 4, 8, 12), 4000
    values = np.full((rounds, len(sizes), max(sizes)), np.nan)
    for lab, size in enumerate(sizes):
        values[:, lab, :size] = random.normal(0, 1, (rounds, size))
    many = Cells(
        labs=tuple(f"L{at}" for at in range(len(sizes))),
        levels=tuple(map(str, range(rounds))),
        values=values,
        offsets=(Decimal(0),) * rounds,
        steps=(Decimal("0.001"),) * rounds,
    )
    share = np.mean([found.verdict != "accepted" for found in g_tests(many)])
    assert share == pytest.approx(0.05, abs=0.012)
