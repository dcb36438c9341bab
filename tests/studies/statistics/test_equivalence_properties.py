"""What must hold for any comparison of two materials."""

from decimal import Decimal
from math import isclose

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from apps.studies.statistics import (
    Cells,
    Equivalence,
    Margins,
    differences_of,
    equivalence_of,
    non_inferiority_of,
    precision_ratio_of,
    weighted_equivalence_of,
)
from tests.studies.statistics.datasets import Row

digits = st.integers(-9999, 9999).map(lambda number: Decimal(number).scaleb(-2))
few = settings(max_examples=60, deadline=None)
MARGINS = Margins(-7.5, 20.0)


@st.composite
def studies(draw: st.DrawFn, *, least: int = 0, most: int = 3) -> list[Row]:
    cell = st.lists(digits, min_size=least, max_size=most)
    rows = [
        (f"L{lab}", material, at, value)
        for lab in range(draw(st.integers(1, 9)))
        for material in ("old", "new")
        for at, value in enumerate(draw(cell))
    ]
    assume({row[1] for row in rows} == {"old", "new"})
    return rows


def answer(rows: list[Row], margins: Margins = MARGINS) -> Equivalence:
    return equivalence_of(Cells.from_results(rows), "old", "new", margins)


def figures(found: Equivalence) -> list[float | None]:
    test = found.test
    ends = [None, None] if test is None else [test.interval.low, test.interval.high]
    return [found.difference, found.sd, found.se, *ends]


def p_values(found: Equivalence) -> list[float]:
    test = found.test
    return [] if test is None else [test.p_lower, test.p_upper, test.p_value, test.p_difference]


def agree(one: list[float | None], other: list[float | None], scale: float = 1.0) -> bool:
    return all(
        left == right
        if left is None or right is None
        else isclose(left, right, rel_tol=1e-7, abs_tol=1e-9 * scale)
        for left, right in zip(one, other, strict=True)
    )


@few
@given(studies(), st.sampled_from([Decimal(1_000_000), Decimal(-1_000_000), Decimal("0.01")]))
def test_keeps_every_bit_when_a_constant_is_added(rows: list[Row], constant: Decimal) -> None:
    moved = [(*row[:3], row[3] + constant) for row in rows]
    assert answer(moved) == answer(rows)


@few
@given(studies(), st.sampled_from([3, 10_000]))
def test_scales_with_the_unit(rows: list[Row], factor: int) -> None:
    before = answer(rows)
    scaled = answer(
        [(*row[:3], row[3] * factor) for row in rows], Margins(MARGINS.low * factor, MARGINS.high * factor)
    )
    assert agree(figures(scaled), [None if one is None else one * factor for one in figures(before)], factor)
    assert agree([*p_values(scaled)], [*p_values(before)])
    assert scaled.decision == before.decision


@few
@given(studies())
def test_does_not_care_which_laboratory_is_which(rows: list[Row]) -> None:
    labs = sorted({row[0] for row in rows})
    renamed = dict(zip(labs, reversed(labs), strict=True))
    swapped = answer([(renamed[row[0]], *row[1:]) for row in rows])
    assert agree(figures(swapped), figures(answer(rows)))
    assert {renamed[lab] for lab in swapped.labs} == set(answer(rows).labs)


@few
@given(studies())
def test_mirrors_when_candidate_and_incumbent_change_places(rows: list[Row]) -> None:
    cells = Cells.from_results(rows)
    there = equivalence_of(cells, "old", "new", MARGINS)
    back = equivalence_of(cells, "new", "old", Margins(-MARGINS.high, -MARGINS.low))
    assert (back.labs, back.decision) == (there.labs, there.decision)
    difference, sd, se, low, high = figures(there)
    mirrored = [None if one is None else -one for one in (difference, high, low)]
    assert agree(figures(back), [mirrored[0], sd, se, mirrored[1], mirrored[2]])
    if there.test is not None and back.test is not None:
        assert isclose(back.test.p_lower, there.test.p_upper, rel_tol=1e-7, abs_tol=1e-12)


@few
@given(studies())
def test_is_equivalent_exactly_where_the_larger_p_is_below_alpha(rows: list[Row]) -> None:
    found = answer(rows)
    if found.decision is not None and found.test is not None:
        assume(not isclose(found.test.p_value, found.alpha, rel_tol=1e-9))
        assert (found.decision == "equivalent") == (found.test.p_value < found.alpha)


@few
@given(studies())
def test_gives_every_missing_decision_a_reason(rows: list[Row]) -> None:
    found = answer(rows)
    assert (found.decision is not None) == (len(found.labs) >= 3)
    assert found.decision is not None or found.notes
    assert len(found.labs) + len(found.left_out) == len({row[0] for row in rows})


@few
@given(studies(least=2, most=2))
def test_weighs_equal_cells_as_the_block_analysis_does(rows: list[Row]) -> None:
    weighted = weighted_equivalence_of(differences_of(Cells.from_results(rows), "old", "new"), MARGINS)
    found = answer(rows)
    if weighted.test is not None and found.test is not None:
        assert isclose(weighted.difference or 0, found.difference or 0, rel_tol=1e-9, abs_tol=1e-9)
        assert isclose(weighted.se or 0, found.se or 0, rel_tol=1e-9, abs_tol=1e-9)
        assert weighted.decision == found.decision


@few
@given(studies())
def test_has_a_weighted_answer_or_a_reason_and_weights_that_add_up(rows: list[Row]) -> None:
    found = weighted_equivalence_of(differences_of(Cells.from_results(rows), "old", "new"), MARGINS)
    assert found.test is not None or found.notes
    assert not found.weights or isclose(sum(found.weights), 1)


@few
@given(studies(), st.floats(0.01, 100))
def test_turns_higher_better_into_lower_better_when_materials_change_places(
    rows: list[Row], margin: float
) -> None:
    cells = Cells.from_results(rows)
    there = non_inferiority_of(equivalence_of(cells, "old", "new", MARGINS), "higher", margin)
    back = non_inferiority_of(equivalence_of(cells, "new", "old", MARGINS), "lower", margin)
    assert there.standing == back.standing
    assert agree([there.advantage, there.bound], [back.advantage, back.bound])


@few
@given(studies())
def test_inverts_the_ratio_of_precisions_when_materials_change_places(rows: list[Row]) -> None:
    cells = Cells.from_results(rows)
    there, back = (
        precision_ratio_of(differences_of(cells, *pair)) for pair in (("old", "new"), ("new", "old"))
    )
    assert there.decision == back.decision
    assert (there.ratio is None) == (there.note is not None)
    if there.ratio is not None and back.ratio is not None:
        assert isclose(there.ratio * back.ratio, 1)
        assert there.interval is not None
        assert there.interval.low <= there.ratio <= there.interval.high
