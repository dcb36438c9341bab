"""The hills of a kernel density."""

from decimal import Decimal

import numpy as np
import pytest
from scipy import stats

from apps.studies.statistics import Density, density_of
from apps.studies.statistics.density import bandwidth_for, bandwidth_from, density_at
from tests.studies.statistics import datasets
from tests.studies.statistics.datasets import Expected
from tests.studies.statistics.each import each, within

COLIFORMS = "iso13528_E6_coliforms"
MERCURY = "iso13528_E4_mercury_scores"


def density(*values: object, bandwidth: float | None) -> Density:
    return density_of([Decimal(str(value)) for value in values], bandwidth)


def codes(found: Density) -> set[str]:
    return {note.code for note in found.notes}


@each(COLIFORMS)
def test_reproduces_the_published_mode_of_coliforms(entry: Expected) -> None:
    values = [row[3] for row in datasets.rows(COLIFORMS)]
    assert within(density_of(values, bandwidth_for(0.25)).mode, entry)


def test_sees_the_two_groups_of_laboratories_in_mercury() -> None:
    values = [row[3] for row in datasets.rows(MERCURY)]
    found = density_of(values, bandwidth_for(0.0066))
    assert codes(found) == {"several_modes"}
    assert [mode.share for mode in found.modes] == pytest.approx([9 / 21, 12 / 21])


def test_does_not_call_one_far_laboratory_a_mode() -> None:
    found = density(*[1.0, 1.1, 1.2] * 4, 9.0, bandwidth=0.2)
    assert [mode.share for mode in found.modes] == pytest.approx([12 / 13, 1 / 13])
    assert (found.mode, codes(found)) == (pytest.approx(1.1), set())


def test_draws_the_density_of_a_peer() -> None:
    values = np.random.default_rng(0).normal(0, 1, 20)
    peer = stats.gaussian_kde(values, bw_method=0.4 / values.std(ddof=1))
    places = np.linspace(-3, 3, 31)
    np.testing.assert_allclose(density_at(places, values, 0.4), peer(places), rtol=1e-10)


def test_puts_the_mode_where_the_density_is_highest() -> None:
    values = np.random.default_rng(1).normal(5, 1, 30).round(3)
    found = density(*values.tolist(), bandwidth=0.5)
    places = np.linspace(2, 8, 60_001)
    curve = density_at(places, values, 0.5)
    assert found.mode == pytest.approx(places[curve.argmax()], abs=1e-4)
    assert max(mode.height for mode in found.modes) == pytest.approx(curve.max(), rel=1e-7)


def test_puts_the_mode_of_equal_results_on_them() -> None:
    assert density("0.1", "0.1", bandwidth=0.3).mode == 0.1
    assert density("0.1", bandwidth=0.3).modes[0].share == 1


def test_finds_a_hill_a_million_bandwidths_away() -> None:
    found = density("0", "0.1", "1000000", bandwidth=0.5)
    assert [mode.at for mode in found.modes] == pytest.approx([0.05, 1_000_000])


@pytest.mark.parametrize("bandwidth", [None, 0.0, -1.0, float("nan"), float("inf")])
def test_needs_a_bandwidth(bandwidth: float | None) -> None:
    found = density("1", "2", bandwidth=bandwidth)
    assert (found.modes, found.mode, codes(found)) == ((), None, {"no_bandwidth"})


def test_has_no_density_with_a_bandwidth_that_vanishes_beside_the_range() -> None:
    assert codes(density("0", "1", bandwidth=1e-12)) == {"no_bandwidth"}


def test_has_an_answer_for_no_results() -> None:
    assert codes(density(bandwidth=1.0)) == {"no_results"}


def test_takes_the_bandwidths_of_the_standard() -> None:
    assert bandwidth_for(2.0) == 1.5
    assert bandwidth_from(2.0, 32) == pytest.approx(0.9)
