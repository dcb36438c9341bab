"""Equivalence with the laboratory as block: published sets, decision words, edge cases."""

from decimal import Decimal
from functools import cache

import numpy as np
import pytest

from apps.studies.statistics import Cells, Equivalence, Margins, NotPositiveError, equivalence_of
from apps.studies.statistics.tost import tost
from tests.studies.statistics import datasets
from tests.studies.statistics.comparisons import compared, pair_rows, shifted
from tests.studies.statistics.datasets import BATTERIES, Expected
from tests.studies.statistics.each import each, within

CERAMIC = "nist_ceramic_strength"
# The mixed model of lme4 with Kenward-Roger degrees of freedom on the same results, to the printed digits.
CERAMIC_PEER = {"se": (6.44, 0.005), "df": (7, 0)}


def codes(found: Equivalence) -> list[str]:
    return [note.code for note in found.notes]


@cache
def ceramic() -> Cells:
    return Cells.from_results(datasets.rows(CERAMIC))


@pytest.mark.parametrize("figure", CERAMIC_PEER, ids=[f"{CERAMIC}:peer:{figure}" for figure in CERAMIC_PEER])
def test_reproduces_the_mixed_model_of_two_ceramics_tested_by_eight_laboratories(figure: str) -> None:
    value, tolerance = CERAMIC_PEER[figure]
    found = equivalence_of(ceramic(), "batch1", "batch2", Margins.around(100))
    assert getattr(found, figure) == pytest.approx(value, rel=0, abs=tolerance)


@each(BATTERIES, origins=["recomputed"])
def test_reproduces_the_recomputed_pairs_of_the_nbs_batteries(entry: Expected) -> None:
    # The battery is the block: each was run once with every treatment.
    rows = [(str(number), treatment, 0, value) for _, treatment, number, value in datasets.rows(BATTERIES)]
    found = equivalence_of(Cells.from_results(rows), "control", entry.scope, Margins.around(3))
    assert found.test is not None
    figures = {
        "paired_diff": found.difference,
        "se": found.se,
        "ci90lo": found.test.interval.low,
        "ci90hi": found.test.interval.high,
    }
    assert within(figures[entry.key], entry)


@pytest.mark.parametrize(
    ("margins", "decision"),
    [
        (Margins(-1.0, 1.0), "equivalent"),
        (Margins(-0.05, 0.4), "equivalent"),
        (Margins(-1.0, 0.2), "inconclusive"),
        (Margins(-1.0, 0.01), "different"),
        (Margins(-0.001, 0.05), "different"),
    ],
)
def test_decides_with_the_exact_words_by_where_the_interval_lies(margins: Margins, decision: str) -> None:
    cells = Cells.from_results(pair_rows(**shifted("0.20", "0.25", "0.10", "0.15", "0.22")))
    found = equivalence_of(cells, "old", "new", margins)
    assert found.decision == decision
    assert found.test is not None
    assert (found.test.p_value < found.alpha) == (decision == "equivalent")


def test_never_takes_an_undetected_difference_for_equivalence() -> None:
    found = compared(0.5, **shifted("0.9", "-0.8", "0.3", "-0.7", "0.6"))
    assert found.test is not None
    assert found.test.p_difference > 0.8
    assert found.decision == "inconclusive"


def test_calls_a_difference_below_the_margin_on_the_low_side_different() -> None:
    assert compared(0.1, **shifted("-0.20", "-0.25", "-0.18", "-0.22")).decision == "different"


def test_gives_both_one_sided_p_values_and_that_of_no_difference() -> None:
    test = compared(0.5, **shifted("0.1", "0.2", "0.3")).test
    assert test is not None
    # By hand: mean .2, se .1 / sqrt 3, t on 2 degrees of freedom: 1/2 - t / (2 sqrt(2 + t^2)).
    by_hand = [0.5 - t / (2 * (2 + t * t) ** 0.5) for t in (0.7 * 300**0.5, 0.3 * 300**0.5, 0.2 * 300**0.5)]
    assert [test.p_lower, test.p_upper] == pytest.approx(by_hand[:2], rel=1e-9)
    assert test.p_difference == pytest.approx(2 * by_hand[2], rel=1e-9)


def test_covers_ninety_per_cent_of_studies_with_its_interval_and_keeps_its_error_at_the_margin() -> None:
    random, studies, labs = np.random.default_rng(5), 20_000, 6
    bias = random.normal(0, 1, (studies, labs, 1))
    interaction, error = random.normal(0, 0.7, (studies, labs, 2)), random.normal(0, 0.5, (studies, labs, 2))
    results = bias + interaction + error + np.array([0.0, 1.0])
    away = results[..., 1] - results[..., 0]
    rows = zip(away.mean(axis=1), away.std(axis=1, ddof=1) / labs**0.5, strict=True)
    tests = [tost(mean, se, labs - 1, Margins(-10, 1)) for mean, se in rows]
    missed = np.mean([not test.interval.low <= 1 <= test.interval.high for test in tests])
    assert missed == pytest.approx(0.10, abs=4.5 * (0.09 / studies) ** 0.5)
    assert np.mean([test.p_value < 0.05 for test in tests]) == pytest.approx(0.05, abs=0.007)


def test_leaves_a_laboratory_with_one_material_out_and_says_why() -> None:
    found = compared(A=("1 2", "1 2"), B=("1", "2"), C=("1", ""), D=("", "3"), E=("1.5", "1.4"))
    assert found.labs == ("A", "B", "E")
    assert [(one.lab, one.note.code) for one in found.left_out] == [
        ("C", "one_material"),
        ("D", "one_material"),
    ]
    assert "No result of new" in found.left_out[0].note.text


def test_excludes_a_laboratory_with_both_materials_and_shows_the_answer_with_it_too() -> None:
    labs = shifted("0.1", "0.2", "0.15", "3.0", "0.12")
    found = compared(0.5, excluded=("L4",), **labs)
    assert (found.decision, found.labs) == ("equivalent", ("L1", "L2", "L3", "L5"))
    assert [(one.lab, one.note.code) for one in found.left_out] == [("L4", "excluded_laboratory")]
    assert found.with_all == compared(0.5, **labs)
    assert found.with_all.decision == "inconclusive"


def test_has_no_second_answer_where_nothing_is_excluded() -> None:
    assert compared(excluded=("L9",), **shifted("0.1", "0.2", "0.3")).with_all is None


def test_has_figures_but_no_decision_for_two_laboratories() -> None:
    found = compared(100, **shifted("0.1", "0.2"))
    assert (found.decision, found.df, codes(found)) == (None, 1, ["two_paired"])
    assert found.test is not None
    assert found.test.p_value < 0.05


@pytest.mark.parametrize(
    ("labs", "difference", "code"),
    [
        ({"A": ("1 2", "2 3")}, 1.0, "one_pair"),
        ({"A": ("1", ""), "B": ("", "2")}, None, "no_pair"),
    ],
)
def test_has_no_spread_for_fewer_laboratories(
    labs: dict[str, tuple[str, str]], difference: float | None, code: str
) -> None:
    found = compared(**labs)
    assert (found.difference, found.se, found.test, found.decision) == (difference, None, None, None)
    assert codes(found)[0] == code


@pytest.mark.parametrize(("labs", "warned"), [(3, True), (7, True), (8, False)])
def test_warns_below_eight_laboratories(labs: int, *, warned: bool) -> None:
    found = compared(**shifted(*(f"0.{at}" for at in range(1, labs + 1))))
    assert ("few_paired" in codes(found)) == warned


@pytest.mark.parametrize(
    ("difference", "decision", "p_value"),
    [
        ("0.1", "equivalent", 0.0),
        ("0", "equivalent", 0.0),
        ("1", "inconclusive", 1.0),
        ("-1", "inconclusive", 1.0),
        ("1.5", "different", 1.0),
    ],
)
def test_has_an_answer_where_all_laboratories_find_the_same(
    difference: str, decision: str, p_value: float
) -> None:
    found = compared(1.0, **shifted(*[difference] * 4))
    assert (found.se, found.sd_interval, found.decision) == (0, None, decision)
    assert "equal_differences" in codes(found)
    assert found.test is not None
    assert found.test.p_value == p_value
    assert found.test.p_difference == (1.0 if difference == "0" else 0.0)


def test_takes_differences_that_differ_by_rounding_noise_for_equal() -> None:
    found = compared(1.0, A=("0.1 0.2 0.6", "0.3 0.4 0.8"), B=("0.7", "0.9"), C=("0.3 0.3 0.3", "0.5"))
    assert found.se == 0


def test_says_that_cells_are_unequal() -> None:
    assert "unequal_cells" in codes(compared(A=("1 2", "2"), B=("1", "2"), C=("1", "3")))


def test_judges_a_ratio_on_logarithms_and_takes_it_back() -> None:
    rows = pair_rows(A=("100", "105"), B=("200", "206"), C=("50", "53"), D=("80", "83"))
    found = equivalence_of(Cells.from_results(rows), "old", "new", Margins.of_ratio(1.25), ratio=True)
    assert found.ratio is not None
    assert found.test is not None
    logs = np.log([1.05, 1.03, 1.06, 83 / 80])
    assert found.difference == pytest.approx(logs.mean(), rel=1e-12)
    assert found.sd == pytest.approx(logs.std(ddof=1), rel=1e-12)
    assert found.ratio.value == pytest.approx(np.prod([1.05, 1.03, 1.06, 83 / 80]) ** 0.25, rel=1e-12)
    assert found.ratio.percent == pytest.approx(100 * (found.ratio.value - 1), rel=1e-9)
    assert found.ratio.interval is not None
    assert found.ratio.interval.low == pytest.approx(np.exp(found.test.interval.low))
    assert found.decision == "equivalent"


@pytest.mark.parametrize("word", ["0", "-1"])
def test_refuses_a_ratio_of_results_that_are_not_positive(word: str) -> None:
    cells = Cells.from_results(pair_rows(A=("1", "2"), B=(word, "2"), C=("1", "2")))
    with pytest.raises(NotPositiveError, match="Laboratory B, old"):
        equivalence_of(cells, "old", "new", Margins.of_ratio(1.25), ratio=True)


def test_keeps_the_digits_of_a_ratio_of_large_results() -> None:
    rows = pair_rows(A=("1000000000000.4", "1000000000000.6"), B=("1000000000000.1", "1000000000000.5"))
    found = equivalence_of(Cells.from_results(rows), "old", "new", Margins.of_ratio(1.25), ratio=True)
    assert found.difference == pytest.approx(0.3e-12, rel=1e-3)


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (-1.0, 0.0), (1.0, 2.0), (-1.0, float("inf"))])
def test_refuses_margins_without_zero_between_them(low: float, high: float) -> None:
    with pytest.raises(ValueError, match="margin"):
        Margins(low, high)


@pytest.mark.parametrize(("high", "low"), [(0.9, None), (1.0, None), (1.25, 1.1), (1.25, 0.0)])
def test_refuses_margins_of_a_ratio_without_one_between_them(high: float, low: float | None) -> None:
    with pytest.raises(ValueError, match="ratio"):
        Margins.of_ratio(high, low)


def test_takes_the_reciprocal_for_a_lower_margin_that_is_not_given() -> None:
    margins = Margins.of_ratio(1.25)
    assert (margins.low, margins.high) == pytest.approx((np.log(0.8), np.log(1.25)))
    assert Margins.around(2, 3) == Margins(-3, 2)


@pytest.mark.parametrize("alpha", [0.0, 0.5, -0.1, float("nan")])
def test_refuses_an_alpha_that_is_none(alpha: float) -> None:
    with pytest.raises(ValueError, match="Alpha"):
        tost(0.1, 1.0, 3, Margins.around(1), alpha)


def test_does_not_know_a_material_the_study_lacks() -> None:
    with pytest.raises(KeyError, match="unobtainium"):
        equivalence_of(ceramic(), "batch1", "unobtainium", Margins.around(1))


def test_keeps_every_bit_when_a_constant_is_added() -> None:
    rows = datasets.rows(CERAMIC)
    moved = Cells.from_results((*row[:3], row[3] + Decimal(1_000_000)) for row in rows)
    one, other = (
        equivalence_of(cells, "batch1", "batch2", Margins.around(100)) for cells in (ceramic(), moved)
    )
    assert one == other
