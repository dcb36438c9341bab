"""The exact chance of equivalence, against PowerTOST, TOSTER and a simulation."""

from math import log, sqrt

import numpy as np
import pytest
from scipy import special

from apps.studies.statistics import Assumed, Margins, chance, chances, fewest_laboratories
from apps.studies.statistics.power import approximate_power, power_of_tost, standard_error

BIOEQUIVALENCE = Margins.of_ratio(1.25)


def crossover(cv: float, share: float) -> float:
    """Standard error of a 2x2 crossover: `share` is the sum of 1/n over both sequences, halved."""
    return sqrt(log(1 + cv**2) * share)


# Standard error, degrees of freedom, margins, true difference, alpha: what the named program prints for it.
PEERS = {
    "PowerTOST:CV=.30,n=40": (crossover(0.3, 2 / 40), 38, BIOEQUIVALENCE, log(0.95), 0.05, 0.8158453),
    "PowerTOST:CV=.25,n=24": (crossover(0.25, 2 / 24), 22, BIOEQUIVALENCE, log(0.95), 0.05, 0.7391155),
    "PowerTOST:CV=.25,n=22": (crossover(0.25, 2 / 22), 20, BIOEQUIVALENCE, log(0.95), 0.05, 0.6953401),
    "PowerTOST:CV=.25,n=10+12": (
        crossover(0.25, (1 / 10 + 1 / 12) / 2), 20, BIOEQUIVALENCE, log(0.95), 0.05, 0.6912935,
    ),
    "TOSTER:two-sample,n=50": (2.5 * sqrt(2 / 50), 98, Margins.around(2.5), 1.0, 0.025, 0.8438747),
    "TOSTER:two-sample,n=70": (sqrt(2 / 70), 138, Margins.around(0.5), 0.0, 0.05, 0.8059312),
}  # fmt: skip


@pytest.mark.parametrize("name", PEERS, ids=[f"peer:{name}" for name in PEERS])
def test_reproduces_the_exact_power_of_other_programs(name: str) -> None:
    *given, power = PEERS[name]
    assert power_of_tost(*given) == pytest.approx(power, rel=0, abs=5.1e-8)


def test_reproduces_the_approximation_of_powertost_as_well() -> None:
    se = crossover(0.25, 2 / 24)
    assert approximate_power(se, 22, BIOEQUIVALENCE, log(0.95)) == pytest.approx(0.7328894, rel=0, abs=5.1e-8)


def test_is_the_approximation_of_the_reference_for_symmetric_margins_and_no_difference() -> None:
    t = float(special.stdtrit(9, 0.95))
    assert approximate_power(1.0, 9, Margins.around(4)) == pytest.approx(2 * special.stdtr(9, 4 - t) - 1)
    assert power_of_tost(1.0, 9, Margins.around(4)) == pytest.approx(
        2 * special.stdtr(9, 4 - t) - 1, abs=0.04
    )


@pytest.mark.parametrize(("labs", "difference"), [(3, 0.0), (5, 0.4), (8, -0.8), (15, 1.0)])
def test_has_the_chance_of_a_simulation_of_the_whole_design(labs: int, difference: float) -> None:
    draws, replicates, margin, alpha = 200_000, 3, 1.5, 0.05
    random = np.random.default_rng(labs)
    spread = sqrt(0.49 + 0.25 / replicates)
    means = random.normal(0, spread, (draws, labs, 2)) + random.normal(0, 1, (draws, labs, 1))
    away = means[..., 1] + difference - means[..., 0]
    reach = special.stdtrit(labs - 1, 1 - alpha) * away.std(axis=1, ddof=1) / sqrt(labs)
    share = float((np.abs(away.mean(axis=1)) + reach < margin).mean())
    assumed = Assumed(s_lab_material=0.7, s_r=0.5, margins=Margins.around(margin), difference=difference)
    power = chance(assumed, labs, replicates)
    # Monte Carlo error: six standard errors of a share of 200,000.
    assert share == pytest.approx(power, abs=6 * sqrt(max(power * (1 - power), 1e-3) / draws))


@pytest.mark.parametrize("labs", [3, 5, 10, 40])
def test_is_nearly_alpha_at_the_margin_if_the_other_is_far_away(labs: int) -> None:
    found = power_of_tost(0.1, labs - 1, Margins(-1e4, 1.0), 1.0)
    assert found == pytest.approx(0.05, abs=1e-9)


def test_never_exceeds_alpha_at_a_margin() -> None:
    for se in (0.01, 0.1, 0.3, 1.0, 3.0):
        assert power_of_tost(se, 4, Margins.around(1), 1.0) <= 0.05 + 1e-12


@pytest.mark.parametrize("df", [1, 2, 7, 40, 499, 5000])
def test_rises_with_precision_from_zero_to_one(df: int) -> None:
    found = [power_of_tost(se, df, Margins.around(1)) for se in (100.0, 1.0, 0.5, 0.3, 0.1, 0.001)]
    assert found == sorted(found)
    assert (found[0], found[-1]) == (pytest.approx(0, abs=1e-2), pytest.approx(1, abs=1e-2))


def test_mirrors_a_difference() -> None:
    there = power_of_tost(0.3, 6, Margins(-1, 2), 0.5)
    assert power_of_tost(0.3, 6, Margins(-2, 1), -0.5) == pytest.approx(there, rel=1e-12)


@pytest.mark.parametrize(("difference", "power"), [(0.9, 1.0), (1.0, 0.0), (-2.0, 0.0)])
def test_is_certain_without_spread(difference: float, power: float) -> None:
    assert power_of_tost(0.0, 3, Margins.around(1), difference) == power


def test_doubles_the_variance_of_each_material_in_their_difference() -> None:
    assert standard_error(8, 4, 0.7, 1.0) == pytest.approx(sqrt(2 * (0.49 + 0.25) / 8))


@pytest.mark.parametrize("given", [(0, 1, 1.0, 1.0), (1, 0, 1.0, 1.0), (1, 1, -1.0, 1.0), (1, 1, 1.0, -1.0)])
def test_refuses_a_design_that_is_none(given: tuple[int, int, float, float]) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        standard_error(*given)


def test_gives_studies_below_three_laboratories_no_chance() -> None:
    assumed = Assumed(s_lab_material=0.01, s_r=0.01, margins=Margins.around(100))
    assert [chance(assumed, labs, 5) for labs in (1, 2)] == [0.0, 0.0]
    assert chance(assumed, 3, 5) > 0.999


def test_tabulates_laboratories_against_replicates() -> None:
    assumed = Assumed(s_lab_material=0.7, s_r=1, margins=Margins.around(1.5))
    table = chances(assumed, [4, 8, 12], [1, 2, 4, 8])
    assert [len(row) for row in table] == [4, 4, 4]
    assert table[1][2] == chance(assumed, 8, 4)
    assert all(list(row) == sorted(row) for row in (*table, *zip(*table, strict=True)))


def test_finds_the_smallest_number_of_laboratories_for_a_wanted_chance() -> None:
    assumed = Assumed(s_lab_material=0.7, s_r=1, margins=Margins.around(1.5))
    labs = fewest_laboratories(assumed, 0.9, 4)
    assert labs is not None
    assert chance(assumed, labs, 4) >= 0.9 > chance(assumed, labs - 1, 4)


def test_finds_none_where_the_true_difference_lies_on_the_margin() -> None:
    assumed = Assumed(s_lab_material=0.7, s_r=1, margins=Margins.around(1.5), difference=1.5)
    assert fewest_laboratories(assumed, 0.5, 4) is None
