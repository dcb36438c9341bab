"""Inside an outlying cell one bad value is looked for before the whole cell is proposed (ISO 5725-2, 7.3)."""

from decimal import Decimal

import numpy as np
import pytest

from apps.studies.statistics import Cells
from apps.studies.statistics.outlying_laboratories import outlying_laboratories
from apps.studies.statistics.proposals import proposals_of
from apps.studies.statistics.within_cell import within_cell

NEAR = ("10.01 10.02 10.03 10.02", "10.00 10.01 10.02 10.02", "10.02 10.01 10.01 10.03")


SPREADS = ("cochran", "grubbs_within")


def found(*cells, tests=SPREADS):
    """Proposals of laboratories `a`, `b` and so on, each cell in words; those of some tests."""
    rows = (
        (chr(97 + lab), "x", replicate, Decimal(word))
        for lab, words in enumerate(cells)
        for replicate, word in enumerate(words.split())
    )
    proposals = proposals_of(Cells.from_results(rows))
    return [(one.lab, one.test, one.verdict, one.place) for one in proposals if one.test in tests]


def tested(*values):
    return within_cell(np.array(values, dtype=float), "a")


def test_names_the_one_bad_result():
    assert found(*NEAR, "10.01 13.00 10.02 10.03") == [("d", "grubbs_within", "outlier", 1)]


def test_proposes_the_whole_cell_where_the_results_scatter():
    assert found(*NEAR, "8.00 13.00 10.02 11.10") == [("d", "cochran", "outlier", None)]


@pytest.mark.parametrize("words", ["10.01 13.00 10.01", "10.01 13.00"])
def test_of_three_results_none_can_lie_apart_so_the_cell_is_proposed(words):
    # The largest possible G of three, 1.1547, is the critical value itself.
    three = [one.rsplit(" ", 4 - len(words.split()))[0] for one in NEAR]
    assert [one[1:] for one in found(*three, *three, words)] == [("cochran", "outlier", None)]
    assert tested(*map(float, words.split())) is None


def test_a_straggling_result_does_not_save_its_cell():
    # Five values, limits of Grubbs' test 1.764 and 1.715 (ISO 5725-2, table 5): G = 1.74 lies between them.
    place, answer = tested(0, 0.1, 0.2, 0.3, 1.33)
    assert (place, answer.verdict) == (4, "straggler")
    assert (answer.critical.one_percent, answer.critical.five_percent) == pytest.approx(
        (1.764, 1.715), abs=5e-4
    )
    near = [f"{words} 10.02" for words in NEAR]
    assert found(*near, "10.0 10.1 10.2 10.3 11.33") == [("d", "cochran", "outlier", None)]


def test_a_gap_in_the_cell_keeps_the_places():
    place, answer = tested(np.nan, 1.0, 1.01, 0.99, 1.0, 7.0, np.nan)
    assert (place, answer.replicates, answer.verdict) == (5, 5, "outlier")


def test_goes_on_with_what_is_left_of_the_cell():
    # Nine laboratories have two rounds of Cochran: after the slip of `i` its other results are an outlier too.
    cells = [*NEAR * 2, *NEAR[:2], "10.0 10.2 99.0 10.4 10.1 10.3"]
    assert found(*cells) == [("i", "grubbs_within", "outlier", 2), ("i", "cochran", "outlier", None)]


def test_a_mean_is_tested_without_the_bad_result():
    # With the slip its mean would lie apart as well.
    cells = [*NEAR * 2, "10.01 90.00 10.02 10.03"]
    assert found(*cells, tests=(*SPREADS, "grubbs_high", "grubbs_low")) == [
        ("g", "grubbs_within", "outlier", 1)
    ]


def test_a_laboratory_is_pointed_at_from_two_levels_and_a_fifth_of_its_own_on():
    outlying = [("a", "x"), ("a", "y"), ("a", "y"), ("b", "x"), ("c", "x"), ("c", "y")]
    reported = {"a": 10, "b": 1, "c": 11, "d": 5}
    (one,) = outlying_laboratories(outlying, reported)
    assert (one.lab, one.levels, one.reported) == ("a", ("x", "y"), 10)
