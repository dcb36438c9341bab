"""Every edge case of small or odd studies has a defined answer and a note that says why."""

import json
from decimal import Decimal

import numpy as np
import pytest

from apps.studies.statistics import Cells, Level, Note, analyse
from tests.studies.statistics.datasets import level, study


def codes(level: Level) -> set[str]:
    return {note.code for note in level.notes}


def code(note: Note | None) -> str | None:
    return note.code if note else None


def grubbs_codes(level: Level) -> set[str | None]:
    tests = (level.grubbs_high, level.grubbs_low, level.grubbs_double_high, level.grubbs_double_low)
    assert {test.verdict for test in tests} == {None}
    assert {test.statistic for test in tests} == {None}
    return {code(test.note) for test in tests}


def test_gives_one_laboratory_s_r_only() -> None:
    found = level(A="1.0 1.2 1.4")
    assert found.s_r == pytest.approx(0.2)
    assert found.r == pytest.approx(0.56)
    between = (
        found.s_x,
        found.s_L,
        found.s_L2_raw,
        found.s_R,
        found.R,
        found.n_bar,
        found.df_R,
        found.u_mean,
    )
    assert set(between) == {None}
    assert found.s_R_interval is None
    assert found.s_r_interval is not None
    assert found.mean == pytest.approx(1.2)
    assert codes(found) == {"one_laboratory"}
    assert code(found.cochran.note) == code(found.k_note) == "too_few_cells"
    assert code(found.h_note) == "one_laboratory"
    assert (found.laboratories[0].h, found.laboratories[0].h_verdict) == (None, None)
    assert found.laboratories[0].k == pytest.approx(1)
    assert found.laboratories[0].k_verdict is None


def test_gives_one_result_its_value_and_nothing_more() -> None:
    found = level(A="1.5")
    assert (found.mean, found.s_r, found.s_R, found.u_mean) == (1.5, None, None, None)
    assert codes(found) == {"one_laboratory", "no_replicates"}


def test_says_that_two_laboratories_are_no_precision_statement() -> None:
    found = level(A="1.0 1.1 1.2", B="1.5 1.6 1.8")
    assert found.s_R is not None
    assert "two_laboratories" in codes(found)
    assert grubbs_codes(found) == {"too_few_means"}
    assert [lab.h for lab in found.laboratories] == pytest.approx([-(0.5**0.5), 0.5**0.5])
    assert {lab.h_verdict for lab in found.laboratories} == {None}
    assert (found.h_critical, code(found.h_note)) == (None, "too_few_for_h")
    assert (found.cochran.verdict, found.cochran.laboratories, found.cochran.replicates) == ("accepted", 2, 3)


def test_makes_no_cochran_test_of_two_laboratories_with_two_results() -> None:
    cochran = level(A="1.0 1.1", B="1.5 1.7").cochran
    assert (cochran.statistic, cochran.verdict, code(cochran.note)) == (None, None, "two_pairs")


def test_makes_no_grubbs_test_of_three_laboratories() -> None:
    found = level(A="1.0 1.1", B="1.1 1.2", C="9.0 9.1")
    assert grubbs_codes(found) == {"too_few_means"}
    assert code(found.h_note) == "too_few_for_h"
    assert {lab.h_verdict for lab in found.laboratories} == {None}
    assert max(lab.h or 0 for lab in found.laboratories) < 2 / 3**0.5 + 1e-12
    assert found.cochran.verdict == "accepted"


def test_calls_the_sd_of_unreplicated_results_s_R() -> None:  # noqa: N802 -- the symbol of the standard
    values = [1.0, 1.3, 1.1, 1.9, 1.4]
    found = level(A="1.0", B="1.3", C="1.1", D="1.9", E="1.4")
    assert found.s_R == found.s_x == pytest.approx(np.std(values, ddof=1))
    assert found.u_mean == pytest.approx(np.std(values, ddof=1) / 5**0.5)
    assert (found.s_r, found.r, found.s_L, found.s_L2_raw, found.s_r_interval) == (None,) * 5
    assert (found.df_r, codes(found)) == (0, {"no_replicates"})
    assert found.df_R == pytest.approx(4)
    assert (code(found.cochran.note), code(found.k_note)) == ("too_few_cells", "no_replicates")
    assert found.grubbs_high.suspects == ("D",)
    assert found.grubbs_high.verdict is not None


def test_counts_a_single_result_in_the_means_but_not_in_s_r() -> None:
    found = level(A="1.0 1.2", B="1.3 1.5", C="1.1 1.5", D="1.9")
    assert found.s_r == pytest.approx(((0.02 + 0.02 + 0.08) / 3) ** 0.5)
    assert (found.labs, found.results, found.df_r) == (4, 7, 3)
    assert "single_results" in codes(found)
    single = found.laboratories[3]
    assert (single.sd, single.k, single.k_critical, single.k_verdict) == (None, None, None, None)
    assert single.h is not None
    assert (found.cochran.laboratories, found.cochran.replicates) == (3, 2)


def test_leaves_k_without_verdict_where_only_one_laboratory_repeated() -> None:
    found = level(A="1.0 1.2", B="1.3", C="1.1", D="1.9")
    assert found.laboratories[0].k == pytest.approx(1)
    assert found.laboratories[0].k_verdict is None
    assert code(found.k_note) == "too_few_cells"


def test_calls_identical_replicates_everywhere_below_rounding() -> None:
    found = level(A="0.1 0.1 0.1", B="0.3 0.3 0.3", C="0.7 0.7 0.7", D="0.6 0.6 0.6")
    assert (found.s_r, found.s_r_interval) == (0, None)
    assert found.s_R == found.s_L == pytest.approx(np.std([0.1, 0.3, 0.7, 0.6], ddof=1))
    assert found.df_R == pytest.approx(3)
    assert {"zero_repeatability", "rounding_bound"} == codes(found)
    assert any("0.029" in note.text for note in found.notes)
    assert (found.cochran.statistic, code(found.cochran.note)) == (None, "zero_repeatability")
    assert ({lab.k for lab in found.laboratories}, code(found.k_note)) == ({None}, "zero_repeatability")


def test_accepts_a_cell_of_identical_replicates() -> None:
    found = level(A="1.1 1.1", B="1.30 1.51", C="1.10 1.52", D="1.92 1.63")
    assert (found.laboratories[0].sd, found.laboratories[0].k) == (0, 0)
    assert found.laboratories[0].k_verdict == "accepted"
    assert codes(found) == {"identical_replicates"}


def test_asks_for_raw_data_where_most_cells_are_identical_replicates() -> None:
    found = level(A="1.1 1.1", B="1.3 1.3", C="1.2 1.2", D="1.92 1.63")
    assert "many_identical_replicates" in codes(found)


def test_floors_a_negative_between_laboratory_variance() -> None:
    found = level(A="1.00 3.00", B="1.10 2.95", C="1.05 3.05", D="0.90 3.10")
    assert found.s_L2_raw is not None
    assert found.s_L2_raw < 0
    assert (found.s_L, found.s_R, found.R) == (0, found.s_r, found.r)
    assert (found.df_R, found.s_R_interval) == (found.df_r, found.s_r_interval)
    assert "negative_between" in codes(found)


def test_calls_h_zero_where_all_means_are_equal() -> None:
    found = level(A="0.1 0.3", B="0.2 0.2", C="0.15 0.25", D="0.05 0.35")
    assert found.s_x == 0
    assert [lab.h for lab in found.laboratories] == [0, 0, 0, 0]
    assert {lab.h_verdict for lab in found.laboratories} == {None}
    assert (code(found.h_note), grubbs_codes(found)) == ("equal_means", {"equal_means"})
    assert {"equal_means", "negative_between"} <= codes(found)


def test_has_an_answer_where_all_results_are_equal() -> None:
    found = level(A="0.1 0.1 0.1", B="0.1 0.1 0.1", C="0.1 0.1", D="0.1")
    assert (found.mean, found.s_r, found.s_L, found.s_R, found.u_mean) == (0.1, 0, 0, 0, 0)
    assert (found.df_R, found.s_R_interval) == (None, None)


def test_drops_a_laboratory_from_the_level_it_missed_only() -> None:
    words = {"A": "1.00 1.2", "B": "1.3 1.5", "C": "1.1 1.5", "D": "1.9 1.8", "E": "1.4 1.7"}
    rows = [
        (lab, material, at, Decimal(word))
        for material in ("x", "y")
        for lab, cell in words.items()
        for at, word in enumerate(cell.split())
        if (lab, material) != ("C", "y")
    ]
    full, short = analyse(Cells.from_results(rows)).levels
    alone = analyse(Cells.from_results(row for row in rows if row[1] == "y")).level("y")
    assert (full.labs, short.labs, full.notes) == (5, 4, ())
    assert [lab.lab for lab in short.laboratories] == ["A", "B", "D", "E"]
    assert codes(short) == {"missing_cells"}
    assert short.grubbs_high == alone.grubbs_high
    assert full.grubbs_high.critical != short.grubbs_high.critical
    assert (short.s_r, short.s_R, short.cochran) == (alone.s_r, alone.s_R, alone.cochran)


def test_names_the_modal_number_of_results_used_by_cochran() -> None:
    cochran = level(A="1.0 1.2 1.1", B="1.3 1.5", C="1.1 1.5 1.2", D="1.9 1.8 1.6").cochran
    assert (cochran.replicates, code(cochran.note)) == (3, "modal_replicates")
    assert cochran.note is not None
    assert "2 to 3 results" in cochran.note.text


def test_takes_the_smaller_of_two_equally_frequent_numbers_for_cochran() -> None:
    cochran = level(A="1.0 1.2 1.1", B="1.3 1.5", C="1.1 1.5 1.2", D="1.9 1.8").cochran
    assert cochran.replicates == 2


@pytest.mark.parametrize(("digit", "warned"), [("1", True), ("2", True), ("3", False)])
def test_warns_where_the_rounding_step_is_above_half_of_s_r(digit: str, *, warned: bool) -> None:
    found = level(A=f"0.0 0.{digit}", B=f"0.{digit} 0.0", C=f"1.0 1.{digit}", D=f"2.0 2.{digit}")
    assert ("coarse_rounding" in codes(found)) == warned


def test_marks_a_low_laboratory_as_well_as_a_high_one() -> None:
    words = {lab: f"{at}.0 {at}.2" for at, lab in enumerate("ABCDEFG", start=100)}
    low = level(**words, Z="1.0 1.2").laboratories[-1]
    assert low.h is not None
    assert low.h < 0
    assert low.h_verdict == "outlier"


def test_takes_means_that_differ_by_rounding_noise_for_equal() -> None:
    found = level(A="0.1 0.2 0.6", B="0.3 0.3 0.3", C="0.7 0.1 0.1", D="0.2 0.3 0.4")
    assert found.s_x == 0


def test_finds_two_high_laboratories_that_mask_each_other() -> None:
    found = level(
        A="1.0 1.1",
        B="1.1 1.2",
        C="1.0 1.2",
        D="1.1 1.1",
        E="1.2 1.0",
        F="1.0 1.0",
        G="1.2 1.2",
        H="2.0 2.1",
        I="2.1 2.1",
    )
    assert found.grubbs_high.verdict == "accepted"
    assert (found.grubbs_double_high.verdict, found.grubbs_double_high.suspects) == ("outlier", ("I", "H"))
    assert found.grubbs_double_low.verdict == "accepted"


def test_says_so_where_there_are_too_many_laboratories_for_the_exact_table() -> None:
    random = np.random.default_rng(0)
    found = level(**{f"L{at}": f"{random.normal():.4f} {random.normal():.4f}" for at in range(101)})
    assert (found.grubbs_double_high.verdict, code(found.grubbs_double_high.note)) == (None, "too_many_means")
    assert found.grubbs_high.verdict is not None
    assert found.grubbs_high.p_value is None


def test_has_an_answer_for_a_level_nobody_reported() -> None:
    values = np.full((1, 2, 3), np.nan)
    (found,) = analyse(Cells(("A", "B"), ("x",), values, (Decimal(0),), (Decimal(1),))).levels
    assert (found.labs, found.results, found.mean, found.s_r, found.laboratories) == (0, 0, None, None, ())
    assert codes(found) == {"no_results"}


def test_has_an_answer_for_a_study_without_results() -> None:
    assert analyse(Cells.from_results([])).levels == ()


@pytest.mark.parametrize(
    "labs",
    [
        {"A": "1"},
        {"A": "1 1"},
        {"A": "1", "B": "2"},
        {"A": "1 1", "B": "2"},
        {"A": "1 2", "B": "2", "C": "3"},
        {"A": "1", "B": "1", "C": "1", "D": "1"},
        {"A": "0 0 0", "B": "0 0", "C": "0", "D": "0 0"},
    ],
)
def test_never_lets_nan_into_the_answer(labs: dict[str, str]) -> None:
    json.dumps(study(**labs).as_dict(), allow_nan=False)
