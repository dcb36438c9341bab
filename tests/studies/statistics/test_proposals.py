"""Which cells are pointed at, in the order of ISO 5725-2, 7.3.2: Cochran, one Grubbs, two Grubbs."""

from decimal import Decimal

import pytest

from apps.studies.statistics import Cells
from apps.studies.statistics.proposals import Proposal, proposals_of
from tests.studies.statistics.datasets import ALLOY, BATTERIES, COAL, GLUCOSE, expected, rows

NEAR = ("10.01", "9.99", "10.02", "9.98", "10.03", "9.97")


def proposals(name: str) -> tuple[Proposal, ...]:
    return proposals_of(Cells.from_results(rows(name)))


def of_means(*words: str) -> list[tuple[str, str, str]]:
    """One result each, of laboratories `a`, `b` and so on."""
    cells = Cells.from_results((chr(97 + at), "x", 1, Decimal(word)) for at, word in enumerate(words))
    return [(one.lab, one.test, one.verdict) for one in proposals_of(cells)]


def of_spreads(*spreads: str) -> list[tuple[str, str, str]]:
    """Laboratories of the same mean whose two results lie this far on either side of it."""
    cells = Cells.from_results(
        (chr(97 + at), "x", replicate, 10 + side * Decimal(spread))
        for at, spread in enumerate(spreads)
        for replicate, side in enumerate((-1, 1))
    )
    return [(one.lab, one.test, one.verdict) for one in proposals_of(cells)]


def test_points_at_the_typing_error_of_laboratory_4_in_glucose():
    # Published: k of laboratory 4 at C, where it had written 148.30 for 138.30 (ASTM E691-99); E with it.
    found = {(one.level, one.lab): one for one in proposals(GLUCOSE)}
    assert set(found) == {("C", "4"), ("E", "2")}
    one = found["C", "4"]
    (peer,) = expected(GLUCOSE, origins=["peer"], keys=["cochran_C"])[2:3]
    assert peer.scope == "C"
    assert (one.test, one.verdict) == ("cochran", "outlier")
    assert one.answer.statistic == pytest.approx(peer.value, rel=0, abs=peer.tolerance)
    # Eight laboratories, three results: ISO 5725-2, table 4.
    assert one.answer.critical.one_percent == pytest.approx(0.615, abs=0.0005)
    assert one.answer.critical.five_percent == pytest.approx(0.516, abs=0.0005)


def test_points_at_nothing_once_the_typing_error_is_corrected():
    meant = [
        (*row[:3], Decimal("138.30") if row[3] == Decimal("148.30") else row[3]) for row in rows(GLUCOSE)
    ]
    assert {one.level for one in proposals_of(Cells.from_results(meant))} == {"E"}


def test_keeps_the_straggler_of_coal_a_straggler():
    # ISO 5725-2, B.1: the variance of laboratory 5 at level 3 is a straggler, and it stays.
    assert ("3", "5", "cochran", "straggler") in {
        (one.level, one.lab, one.test, one.verdict) for one in proposals(COAL)
    }
    assert all(one.verdict == "straggler" for one in proposals(COAL))


def test_points_at_nothing_without_replicates_and_without_outlying_means():
    assert proposals(BATTERIES) == ()


def test_repeats_cochran_without_the_outlier_but_stops_at_two_ninths_of_the_laboratories():
    # Fifteen laboratories reported iron: the third round is the last, and it had found another outlier.
    iron = [one for one in proposals(ALLOY) if one.level == "Fe" and one.test == "cochran"]
    assert [one.verdict for one in iron] == ["outlier"] * 3
    assert [one.answer.laboratories for one in iron] == [15, 14, 13]
    assert len({one.lab for one in iron}) == 3


def test_nine_laboratories_have_two_rounds_of_cochran_eight_one():
    assert of_spreads(*["0.01"] * 6, "1", "30", "900") == [
        ("i", "cochran", "outlier"),
        ("h", "cochran", "outlier"),
    ]
    assert of_spreads(*["0.01"] * 5, "1", "30", "900") == [("h", "cochran", "outlier")]


def test_a_straggling_variance_ends_cochran_s_rounds():
    # Nine laboratories, two results each: C = 0.734 lies between 0.638 and 0.754 (ISO 5725-2, table 4).
    found = of_spreads(*["0.1"] * 8, "0.47")
    assert found == [("i", "cochran", "straggler")]


def test_after_an_outlying_mean_only_the_other_end_is_tested():
    assert of_means(*NEAR, "9", "14") == [("h", "grubbs_high", "outlier"), ("g", "grubbs_low", "outlier")]
    # The second highest would lie apart as well, once the highest is gone: the same end is not tested twice.
    assert of_means(*NEAR, "12", "20") == [("h", "grubbs_high", "outlier")]
    assert of_means(*NEAR, "8", "0") == [("h", "grubbs_low", "outlier")]


def test_two_masking_means_are_found_where_one_is_not():
    assert of_means(*NEAR, "12", "12.1") == [
        ("h", "grubbs_double_high", "outlier"),
        ("g", "grubbs_double_high", "outlier"),
    ]
    assert of_means(*NEAR, "8", "7.9") == [
        ("h", "grubbs_double_low", "outlier"),
        ("g", "grubbs_double_low", "outlier"),
    ]


def test_an_outlying_spread_is_gone_before_the_means_are_tested():
    # Its mean lies apart as well, but its cell is taken for excluded by then.
    cells = Cells.from_results(
        (lab, "x", replicate, Decimal(word))
        for lab, words in {
            **{chr(97 + at): (word, f"{word}1") for at, word in enumerate(NEAR)},
            "y": ("10.00", "10.001"),
            "z": ("30", "60"),
        }.items()
        for replicate, word in enumerate(words)
    )
    assert [(one.lab, one.test) for one in proposals_of(cells)] == [("z", "cochran")]


@pytest.mark.parametrize("words", [(), ("1",), ("1", "2"), ("1", "2", "90"), ("5", "5", "5", "5")])
def test_too_few_or_equal_means_point_at_nothing(words):
    assert of_means(*words) == []


def test_levels_are_tested_each_for_itself():
    near = [(chr(97 + at), "x", 1, Decimal(word)) for at, word in enumerate((*NEAR, "10", "14"))]
    other = [(lab, "y", 1, Decimal(14) - value) for lab, _level, _at, value in near]
    found = proposals_of(Cells.from_results([*near, *other]))
    assert [(one.level, one.lab, one.test) for one in found] == [
        ("x", "h", "grubbs_high"),
        ("y", "h", "grubbs_low"),
    ]
