"""ASTM E691 against its published example, and where it has no answer."""

from decimal import Decimal

import pytest

from apps.studies.statistics import Analysis, Cells, Material, analyse, e691_of
from tests.studies.statistics import datasets
from tests.studies.statistics.datasets import COAL, GLUCOSE, Expected
from tests.studies.statistics.each import each, within

PRECISION = ["mean", "sx", "sr", "sR", "r", "R"]
FIELDS = {"mean": "mean", "sx": "s_xbar", "sr": "s_r", "sR": "s_R", "r": "r", "R": "R"}


def glucose(*, corrected: bool) -> dict[str, Material]:
    """Lab 4 had written 148.30 for 138.30; the published table is of the corrected data."""
    meant = {Decimal("148.30"): Decimal("138.30")} if corrected else {}
    rows = [(*row[:3], meant.get(row[3], row[3])) for row in datasets.rows(GLUCOSE)]
    return table(analyse(Cells.from_results(rows)))


def table(analysis: Analysis) -> dict[str, Material]:
    return {material.material: material for material in e691_of(analysis)}


def material(**labs: str) -> Material:
    return table(datasets.study(**labs))["x"]


@each(GLUCOSE, origins=["published-recalled"], keys=PRECISION)
def test_reproduces_the_published_precision_table_of_glucose(entry: Expected) -> None:
    assert within(getattr(glucose(corrected=True)[entry.scope], FIELDS[entry.key]), entry)


@each(GLUCOSE, keys=["mean_raw", "sx_raw", "sr_raw", "sR_raw"])
def test_reproduces_the_peer_and_recomputed_table_of_uncorrected_glucose(entry: Expected) -> None:
    field = FIELDS[entry.key.removesuffix("_raw")]
    assert within(getattr(glucose(corrected=False)[entry.scope], field), entry)


@each(GLUCOSE, keys=["h_crit_0.5pct", "k_crit_0.5pct"])
def test_reproduces_the_published_critical_values_of_glucose(entry: Expected) -> None:
    found = glucose(corrected=True)["A"]
    limit = found.h_critical if entry.key.startswith("h") else found.laboratories[0].k_critical
    assert within(limit, entry)


@each(GLUCOSE, origins=["peer"], keys=["h", "k"])
def test_reproduces_the_peer_h_and_k_of_glucose(entry: Expected) -> None:
    level, lab = entry.scope.split(" lab")
    (found,) = (one for one in glucose(corrected=False)[level].laboratories if one.lab == lab)
    assert within(getattr(found, entry.key), entry)


def test_marks_the_typing_error_in_glucose() -> None:
    marked = [cell.lab for cell in glucose(corrected=False)["C"].laboratories if cell.above_k]
    assert marked == ["4"]


def test_gives_the_deviation_from_the_average_of_cell_averages() -> None:
    found = glucose(corrected=True)["A"]
    assert found.mean is not None
    for cell in found.laboratories:
        assert cell.deviation == pytest.approx(cell.average - found.mean, abs=1e-9)


def test_takes_the_formulas_of_iso_5725_for_unequal_cells() -> None:
    for level in datasets.analysis(COAL).levels:
        found = table(datasets.analysis(COAL))[level.level]
        assert (found.mean, found.s_r, found.s_R) == (level.mean, level.s_r, level.s_R)
        assert not found.balanced
        assert len({cell.k_critical for cell in found.laboratories}) > 1


def test_never_lets_s_R_fall_below_s_r() -> None:  # noqa: N802 -- the symbol
    found = material(A="1.00 3.00", B="1.10 2.95", C="1.05 3.05", D="0.90 3.10")
    assert (found.s_R, found.R) == (found.s_r, found.r)


def test_asks_for_six_laboratories() -> None:
    five = {lab: f"{at}.0 {at}.2" for at, lab in enumerate("ABCDE")}
    assert "few_for_e691" in {note.code for note in material(**five).notes}
    assert "few_for_e691" not in {note.code for note in material(**five, F="1.1 1.3").notes}


def test_marks_nothing_where_nothing_can_stand_out() -> None:
    found = material(A="1.0 1.1", B="1.2 1.25", C="1.4")
    assert found.h_critical is None
    assert {cell.above_h for cell in found.laboratories} == {None}
    assert (found.laboratories[2].k, found.laboratories[2].k_critical, found.laboratories[2].above_k) == (
        None,
    ) * 3
    assert found.laboratories[0].above_k is False


def test_has_no_repeatability_without_replicates() -> None:
    found = material(A="1.0", B="1.2", C="1.1", D="1.4")
    assert (found.s_r, found.r, found.s_R) == (None, None, found.s_xbar)


def test_gives_one_laboratory_s_r_only() -> None:
    found = material(A="1.0 1.2")
    assert (found.s_xbar, found.s_R, found.laboratories[0].deviation) == (None, None, None)
    assert found.s_r is not None


def test_has_no_h_limit_where_all_averages_are_equal() -> None:
    found = material(A="0.1 0.3", B="0.2 0.2", C="0.15 0.25", D="0.05 0.35")
    assert (found.h_critical, {cell.h for cell in found.laboratories}) == (None, {0})


def test_has_an_answer_for_a_study_without_results() -> None:
    assert e691_of(analyse(Cells.from_results([]))) == ()
