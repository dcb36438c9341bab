"""What must hold for any study: robust figures, consensus, scores, items, censored results, densities."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from apps.studies.statistics import (
    Cells,
    Estimate,
    Interval,
    Reported,
    Robust,
    analyse,
    censored_fit,
    consensus_of,
    degrees_of_equivalence,
    density_of,
    e691_of,
    homogeneity_of,
    intervals_of,
    reference_value,
    robust_of,
    scores_of,
    stability_of,
)
from apps.studies.statistics.censored import Censored
from apps.studies.statistics.measured import Measured
from tests.studies.statistics.datasets import Row
from tests.studies.statistics.test_properties import agree, studies, times

Numbers = list[float | None]
Change = Callable[[Decimal], Decimal]

digits = st.integers(-9999, 9999).map(lambda number: Decimal(number).scaleb(-2))
positive = st.integers(1, 999).map(lambda number: Decimal(number).scaleb(-2))
constants = st.sampled_from([Decimal(1_000_000), Decimal(-1_000_000), Decimal("0.01")])
factors = st.sampled_from([Decimal(3), Decimal("0.001"), Decimal(10_000)])
few = settings(max_examples=50, deadline=None)

measurements = st.lists(st.tuples(digits, positive), min_size=1, max_size=9)
limits = st.lists(st.tuples(digits, st.sampled_from(["", "", "", "<", ">"])), max_size=12)


def robust(rows: list[Row], *, replicates: bool = False) -> tuple[Robust, ...]:
    return robust_of(Cells.from_results(rows), replicates=replicates)


def places(found: Robust) -> Numbers:
    return [found.median.mean, found.algorithm_a.mean, found.q_hampel.mean]


def spreads(found: Robust) -> Numbers:
    scales = [found.mad_e, found.n_iqr, found.q_n, found.small_sample_sd]
    return [
        *scales,
        *(figure for one in _estimates(found) for figure in (one.sd, one.u, _width(one.interval))),
    ]


def _estimates(found: Robust) -> tuple[Estimate, ...]:
    return found.median, found.algorithm_a, found.q_hampel


def _width(interval: Interval | None) -> float | None:
    return interval.high - interval.low if interval else None


def changed(rows: list[Row], change: Change) -> list[Row]:
    return [(*row[:3], change(row[3])) for row in rows]


def labelled(
    pairs: Sequence[tuple[Decimal, Decimal]], change: Change, factor: Decimal = Decimal(1)
) -> list[Measured]:
    return [(f"L{at}", change(value), u * factor) for at, (value, u) in enumerate(pairs)]


def shifted(figures: Numbers, constant: Decimal) -> Numbers:
    return [None if figure is None else figure + float(constant) for figure in figures]


def near(one: Numbers, other: Numbers, scale: float) -> bool:
    return [figure is None for figure in one] == [figure is None for figure in other] and all(
        left == pytest.approx(right, rel=1e-9, abs=1e-9 * scale)
        for left, right in zip(one, other, strict=True)
        if left is not None
    )


@few
@given(studies(), constants, st.booleans())
def test_keeps_every_bit_of_robust_spread_when_a_constant_is_added(
    rows: list[Row], constant: Decimal, replicates: bool
) -> None:
    after = robust(changed(rows, lambda value: value + constant), replicates=replicates)
    for one, other in zip(robust(rows, replicates=replicates), after, strict=True):
        assert agree(spreads(one)[:4], spreads(other)[:4], 0.0)
        assert [estimate.sd for estimate in _estimates(one)] == [
            estimate.sd for estimate in _estimates(other)
        ]
        assert near(places(other), shifted(places(one), constant), 1.0)
        assert one.notes == other.notes


@few
@given(studies(), factors, st.booleans())
def test_scales_robust_figures_with_the_unit(rows: list[Row], factor: Decimal, replicates: bool) -> None:
    after = robust(changed(rows, lambda value: value * factor), replicates=replicates)
    for one, other in zip(robust(rows, replicates=replicates), after, strict=True):
        assert agree(spreads(other), times(spreads(one), float(factor)), float(factor))
        assert agree(places(other), times(places(one), float(factor)), float(factor))
        assert one.notes == other.notes


@few
@given(studies())
def test_mirrors_robust_figures_when_signs_change(rows: list[Row]) -> None:
    for one, other in zip(robust(rows), robust(changed(rows, lambda value: -value)), strict=True):
        assert agree(places(other), times(places(one), -1))
        assert agree(spreads(other), spreads(one))


@few
@given(studies())
def test_does_not_care_which_laboratory_is_which(rows: list[Row]) -> None:
    labs = sorted({row[0] for row in rows})
    renamed = dict(zip(labs, reversed(labs), strict=True))
    swapped = robust([(renamed[row[0]], *row[1:]) for row in rows])
    for one, other in zip(robust(rows), swapped, strict=True):
        assert agree(places(one), places(other))
        assert agree(spreads(one), spreads(other))


@few
@given(studies())
def test_answers_a_level_as_if_it_stood_alone(rows: list[Row]) -> None:
    for one in robust(rows):
        (alone,) = robust([row for row in rows if row[1] == one.level])
        assert agree(places(one), places(alone))
        assert agree(spreads(one), spreads(alone))


@few
@given(studies())
def test_gives_every_missing_robust_scale_a_reason(rows: list[Row]) -> None:
    for one in robust(rows):
        reasons = {note.code for note in (*one.notes, *one.algorithm_a.notes)}
        assert one.q_hampel.sd is not None or "one_laboratory" in reasons
        assert one.algorithm_a.sd is not None or reasons & {"one_laboratory", "collapsed_scale"}
        assert None not in places(one)


@few
@given(st.lists(digits, min_size=2, max_size=9), st.integers(1, 4))
def test_gives_repeated_results_the_figures_of_one_replicate(values: list[Decimal], copies: int) -> None:
    single = [(f"L{at}", "x", 0, value) for at, value in enumerate(values)]
    copied = [(f"L{at}", "x", copy, value) for at, value in enumerate(values) for copy in range(copies)]
    (one,), (other,) = robust(single), robust(copied)
    assert (places(one), spreads(one)) == (places(other), spreads(other))
    (repeated,) = robust(copied, replicates=True)
    assert repeated.q_hampel.sd == pytest.approx(one.q_hampel.sd, rel=1e-9)


@few
@given(measurements, constants)
def test_moves_the_consensus_with_a_constant(pairs: list[tuple[Decimal, Decimal]], constant: Decimal) -> None:
    one, other = (consensus_of(labelled(pairs, change)) for change in (lambda x: x, lambda x: x + constant))
    assert one.weighted is not None and other.weighted is not None
    assert (one.weighted.Q, one.weighted.p_value) == (other.weighted.Q, other.weighted.p_value)
    for name in ("weighted_mean", "dersimonian_laird", "paule_mandel", "reml"):
        before, after = getattr(one.weighted, name), getattr(other.weighted, name)
        assert (before.tau2, before.u, before.u_kh) == (after.tau2, after.u, after.u_kh)
        assert after.mu == pytest.approx(before.mu + float(constant), rel=1e-12, abs=1e-9)


@few
@given(measurements, factors)
def test_scales_the_consensus_with_the_unit(pairs: list[tuple[Decimal, Decimal]], factor: Decimal) -> None:
    one = consensus_of(labelled(pairs, lambda x: x)).weighted
    other = consensus_of(labelled(pairs, lambda x: x * factor, factor)).weighted
    assert one is not None and other is not None
    scale = float(factor)
    assert agree([one.Q, one.p_value], [other.Q, other.p_value])
    for name in ("weighted_mean", "dersimonian_laird", "paule_mandel", "reml"):
        before, after = getattr(one, name), getattr(other, name)
        assert agree([after.mu, after.u, after.u_kh], times([before.mu, before.u, before.u_kh], scale), scale)
        assert after.tau2 == pytest.approx(before.tau2 * scale**2, rel=1e-5, abs=1e-7 * scale**2)


@few
@given(measurements)
def test_does_not_care_in_which_order_results_come(pairs: list[tuple[Decimal, Decimal]]) -> None:
    rows = labelled(pairs, lambda x: x)
    assert consensus_of(rows) == consensus_of(rows[::-1])
    one, other = (degrees_of_equivalence(order, seed=5, draws=20) for order in (rows, rows[::-1]))
    assert one == other


@few
@given(measurements)
def test_solves_the_equation_of_paule_and_mandel(pairs: list[tuple[Decimal, Decimal]]) -> None:
    found = consensus_of(labelled(pairs, lambda x: x)).weighted
    assert found is not None
    fit = found.paule_mandel
    squares = sum((float(x) - fit.mu) ** 2 / (float(u) ** 2 + fit.tau2) for x, u in pairs)
    assert (
        squares == pytest.approx(found.df, rel=1e-7, abs=1e-9) if fit.tau2 > 0 else squares <= found.df + 1e-9
    )
    interval = found.tau2_interval
    assert interval is None or interval.low <= interval.high


@few
@given(st.lists(digits, min_size=1, max_size=6), digits, positive, constants)
def test_scores_alike_wherever_the_origin_lies(
    values: list[Decimal], target: Decimal, sigma: Decimal, constant: Decimal
) -> None:
    def scored(shift: Decimal) -> list[tuple[object, ...]]:
        results = [Reported(f"L{at}", value + shift, Decimal("0.2")) for at, value in enumerate(values)]
        found = scores_of(results, reference_value(target + shift, 0.1), float(sigma))
        return [(lab.z, lab.z_prime, lab.zeta, lab.en, lab.allowed) for lab in found.laboratories]

    assert scored(Decimal(0)) == scored(constant)


@few
@given(studies(), constants)
def test_judges_items_alike_when_a_constant_is_added(rows: list[Row], constant: Decimal) -> None:
    rows = [row for row in rows if row[1] == "x"]
    assume(rows)
    one, other = (Cells.from_results(part) for part in (rows, changed(rows, lambda value: value + constant)))
    before, after = homogeneity_of(one, 1.0), homogeneity_of(other, 1.0)
    assert (before.s_x, before.s_w, before.s_s, before.notes) == (
        after.s_x,
        after.s_w,
        after.s_s,
        after.notes,
    )
    moved = stability_of(one, other, 1.0)
    assert moved.difference == pytest.approx(float(constant), rel=1e-12, abs=1e-12)
    assert before.s_s is None or before.s_x is None or 0 <= before.s_s <= before.s_x


@few
@given(
    limits, st.sampled_from([Decimal(100), Decimal(-1000), Decimal("0.01")]), st.sampled_from([1, 3, 1000])
)
def test_moves_a_censored_fit_with_a_constant_and_a_unit(
    results: list[Censored], constant: Decimal, factor: int
) -> None:
    one = censored_fit(results)
    other = censored_fit([(value * factor + constant, mark) for value, mark in results])
    scale = float(factor)
    assert near([other.sd, other.u], times([one.sd, one.u], scale), scale)
    assert near([other.mean], shifted(times([one.mean], scale), constant), scale)
    assert one.notes == other.notes
    assert one.mean is not None or one.notes


@few
@given(limits)
def test_keeps_a_censored_fit_whatever_the_order(results: list[Censored]) -> None:
    one, other = censored_fit(results), censored_fit(results[::-1])
    assert near([one.mean, one.sd, one.median], [other.mean, other.sd, other.median], 1.0)


@few
@given(st.lists(digits, min_size=1, max_size=15), positive, constants)
def test_counts_every_result_on_one_hill(
    values: list[Decimal], bandwidth: Decimal, constant: Decimal
) -> None:
    one = density_of(values, float(bandwidth))
    other = density_of([value + constant for value in values], float(bandwidth))
    assert sum(mode.share for mode in one.modes) == pytest.approx(1)
    assert min(mode.share for mode in one.modes) > 0
    assert [mode.height for mode in one.modes] == [mode.height for mode in other.modes]
    assert sorted(mode.at for mode in one.modes) == [mode.at for mode in one.modes]


@few
@given(studies())
def test_never_lets_nan_into_an_answer(rows: list[Row]) -> None:
    cells = Cells.from_results(rows)
    answers = (
        *robust_of(cells),
        *robust_of(cells, replicates=True),
        *intervals_of(cells),
        *e691_of(analyse(cells)),
    )
    for answer in answers:
        json.dumps(asdict(answer), allow_nan=False)


@few
@given(studies())
def test_holds_s_L_in_its_interval_where_the_cells_are_equal(rows: list[Row]) -> None:  # noqa: N802 -- the symbol
    cells = Cells.from_results(rows)
    for level, intervals in zip(analyse(cells).levels, intervals_of(cells), strict=True):
        equal = len({lab.results for lab in level.laboratories}) == 1
        if equal and intervals.s_L is not None and level.s_L is not None:
            assert intervals.s_L.low - 1e-9 <= level.s_L <= intervals.s_L.high + 1e-9
