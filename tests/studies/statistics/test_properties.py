"""What must hold for any study."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.studies.statistics import Analysis, Cells, Level, analyse
from tests.studies.statistics.datasets import Row

digits = st.integers(-9999, 9999).map(lambda number: Decimal(number).scaleb(-2))
cell = st.lists(digits, min_size=0, max_size=4)
few = settings(max_examples=60, deadline=None)


@st.composite
def studies(draw: st.DrawFn) -> list[Row]:
    labs = draw(st.integers(1, 9))
    rows = [
        (f"L{lab}", level, at, value)
        for level in ("x", "y")
        for lab in range(labs)
        for at, value in enumerate(draw(cell))
    ]
    return rows or [("L0", "x", 0, Decimal(1))]


def result_of(rows: list[Row]) -> Analysis:
    return analyse(Cells.from_results(rows))


def spread(level: Level) -> list[float | None]:
    return [level.s_r, level.s_L, level.s_R, level.r, level.R, level.s_x, level.u_mean]


def free_of_unit(level: Level) -> list[float | None]:
    tests = [
        level.cochran,
        level.grubbs_high,
        level.grubbs_low,
        level.grubbs_double_high,
        level.grubbs_double_low,
    ]
    marks = [figure for lab in level.laboratories for figure in (lab.h, lab.k)]
    return [level.n_bar, *(test.statistic for test in tests), *(test.p_value for test in tests), *marks]


def times(figures: list[float | None], factor: float) -> list[float | None]:
    return [None if figure is None else figure * factor for figure in figures]


def agree(one: list[float | None], other: list[float | None], scale: float = 1.0) -> bool:
    pairs = list(zip(one, other, strict=True))
    return all(
        left == right
        if left is None or right is None
        else left == pytest.approx(right, rel=1e-7, abs=1e-7 * scale)
        for left, right in pairs
    )


@few
@given(studies(), st.sampled_from([Decimal(1_000_000), Decimal(-1_000_000), Decimal("0.01")]))
def test_keeps_every_bit_of_spread_when_a_constant_is_added(rows: list[Row], constant: Decimal) -> None:
    shifted = result_of([(*row[:3], row[3] + constant) for row in rows])
    for before, after in zip(result_of(rows).levels, shifted.levels, strict=True):
        assert spread(after) == spread(before)
        assert free_of_unit(after) == free_of_unit(before)
        assert after.mean == pytest.approx((before.mean or 0) + float(constant), rel=1e-12, abs=1e-9)


@few
@given(studies(), st.sampled_from([Decimal(3), Decimal("0.001"), Decimal(10_000)]))
def test_scales_with_the_unit(rows: list[Row], factor: Decimal) -> None:
    scaled = result_of([(*row[:3], row[3] * factor) for row in rows])
    for before, after in zip(result_of(rows).levels, scaled.levels, strict=True):
        assert agree(spread(after), times(spread(before), float(factor)), float(factor))
        assert agree(free_of_unit(after), free_of_unit(before))


@few
@given(studies())
def test_turns_high_into_low_when_signs_change(rows: list[Row]) -> None:
    mirrored = result_of([(*row[:3], -row[3]) for row in rows])
    for before, after in zip(result_of(rows).levels, mirrored.levels, strict=True):
        assert agree(spread(after), spread(before))
        assert agree([before.grubbs_high.statistic], [after.grubbs_low.statistic])
        assert agree([before.grubbs_double_high.p_value], [after.grubbs_double_low.p_value])


@few
@given(studies())
def test_does_not_care_which_laboratory_is_which(rows: list[Row]) -> None:
    labs = sorted({row[0] for row in rows})
    renamed = dict(zip(labs, reversed(labs), strict=True))
    swapped = result_of([(renamed[row[0]], *row[1:]) for row in rows])
    for before, after in zip(result_of(rows).levels, swapped.levels, strict=True):
        assert agree(spread(after), spread(before))
        h_before = {renamed[lab.lab]: lab.h for lab in before.laboratories}
        assert agree([lab.h for lab in after.laboratories], [h_before[lab.lab] for lab in after.laboratories])


@few
@given(studies())
def test_gives_the_same_bytes_for_the_same_results_in_any_order(rows: list[Row]) -> None:
    one, other = (json.dumps(result_of(order).as_dict(), allow_nan=False) for order in (rows, rows[::-1]))
    assert one == other


@few
@given(studies())
def test_never_reports_reproducibility_below_repeatability(rows: list[Row]) -> None:
    for level in result_of(rows).levels:
        if level.s_r is not None and level.s_R is not None:
            assert level.s_R >= level.s_r


@few
@given(studies())
def test_gives_every_missing_verdict_a_reason(rows: list[Row]) -> None:
    for level in result_of(rows).levels:
        tests = (level.cochran, level.grubbs_high, level.grubbs_low, level.grubbs_double_high)
        assert all(test.verdict is not None or test.note is not None for test in tests)
        assert level.h_note is not None or {lab.h_verdict for lab in level.laboratories} != {None}
        replicated = [lab for lab in level.laboratories if lab.results > 1]
        assert level.k_note is not None or all(lab.k_verdict is not None for lab in replicated)
