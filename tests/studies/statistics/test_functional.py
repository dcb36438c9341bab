"""The functional relations of ISO 5725-2, 7.5, against the worked example of its 1994 edition."""

import numpy as np
import pytest
from scipy import special

from apps.studies.statistics import Relations, relations_of

MEANS = (3.94, 8.28, 14.18, 15.59, 20.41)
DEVIATIONS = (0.092, 0.179, 0.127, 0.337, 0.393)
EXAMPLE = "iso5725_2_7.5_example"
# Quoted from knowledge of ISO 5725-2:1994, 7.5, which computes with rounded weights: tolerance a unit of its last digit.
PUBLISHED = {
    "b of I": (0.019, 5e-4),
    "a of II": (0.032, 1e-3),
    "b of II": (0.0154, 1e-4),
    "factor of III": (0.031, 5e-4),
    "d of III": (0.77, 5e-3),
}
FITTED = (0.093, 0.160, 0.251, 0.273, 0.348)


def example() -> Relations:
    return relations_of(MEANS, DEVIATIONS)


@pytest.mark.parametrize(
    "name", PUBLISHED, ids=[f"{EXAMPLE}:published-recalled:{name}" for name in PUBLISHED]
)
def test_reproduces_the_worked_example_of_the_standard(name: str) -> None:
    found = example()
    figures = {
        "b of I": found.proportional.coefficients["b"].value,
        "a of II": found.linear.coefficients["a"].value,
        "b of II": found.linear.coefficients["b"].value,
        "factor of III": 10 ** found.power.coefficients["c"].value,
        "d of III": found.power.coefficients["d"].value,
    }
    value, tolerance = PUBLISHED[name]
    assert figures[name] == pytest.approx(value, rel=0, abs=tolerance)


def test_reproduces_the_fitted_deviations_of_the_worked_example() -> None:
    assert example().linear.fitted == pytest.approx(FITTED, rel=0, abs=2.5e-3)


def test_finds_relations_that_hold_exactly() -> None:
    means = (1.0, 2.0, 5.0, 10.0)
    line = relations_of(means, [0.1 + 0.02 * m for m in means]).linear
    assert [line.coefficients[name].value for name in "ab"] == pytest.approx([0.1, 0.02])
    power = relations_of(means, [0.3 * m**0.5 for m in means]).power
    assert [power.coefficients[name].value for name in "cd"] == pytest.approx([np.log10(0.3), 0.5])
    proportional = relations_of(means, [0.04 * m for m in means]).proportional
    assert proportional.coefficients["b"].value == pytest.approx(0.04)
    assert proportional.fitted == pytest.approx([0.04, 0.08, 0.2, 0.4])


def test_gives_the_proportional_factor_the_interval_of_a_mean_of_ratios() -> None:
    interval = example().proportional.coefficients["b"].interval
    ratios = np.array(DEVIATIONS) / MEANS
    reach = special.stdtrit(4, 0.975) * ratios.std(ddof=1) / 5**0.5
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((ratios.mean() - reach, ratios.mean() + reach))


def test_covers_the_true_exponent_as_often_as_it_says() -> None:
    random, studies, covered = np.random.default_rng(6), 1500, 0
    means = np.array([1.0, 3.0, 10.0, 30.0, 100.0, 300.0])
    for noise in random.normal(0, 0.1, (studies, means.size)):
        interval = (
            relations_of(means, 10 ** (0.2 + 0.6 * np.log10(means) + noise)).power.coefficients["d"].interval
        )
        covered += interval is not None and interval.low <= 0.6 <= interval.high
    assert covered / studies == pytest.approx(0.95, abs=4.5 * (0.0475 / studies) ** 0.5)


def test_has_no_interval_for_as_many_levels_as_coefficients() -> None:
    found = relations_of([1.0, 2.0], [0.1, 0.3])
    assert found.linear.note is not None
    assert (found.linear.note.code, found.linear.coefficients["a"].interval) == ("no_interval", None)
    assert found.proportional.note is None


@pytest.mark.parametrize(
    ("means", "deviations"),
    [((), ()), ((1.0,), (0.1,)), ((2.0, 2.0), (0.1, 0.2)), ((1.0, float("nan"), 3.0), (0.1, 0.2, 0.0))],
)
def test_cannot_draw_a_line_through_one_level(
    means: tuple[float, ...], deviations: tuple[float, ...]
) -> None:
    found = relations_of(means, deviations)
    for relation in (found.linear, found.power):
        assert (relation.coefficients, relation.fitted) == ({}, ())
        assert relation.note is not None
        assert relation.note.code == "too_few_levels"


def test_leaves_levels_at_or_below_zero_to_the_straight_line() -> None:
    found = relations_of([-1.0, 0.0, 2.0, 4.0], [0.11, 0.12, 0.14, 0.16])
    assert (found.proportional.coefficients, found.power.coefficients) == ({}, {})
    assert found.linear.coefficients["b"].value == pytest.approx(0.01)


def test_refuses_a_line_below_zero() -> None:
    relation = relations_of([1.0, 2.0, 3.0, 50.0], [5.0, 0.001, 4.0, 0.002]).linear
    assert relation.note is not None
    assert (relation.note.code, relation.coefficients) == ("not_positive", {})


@pytest.mark.parametrize("factor", [1e-3, 1e4])
def test_scales_with_the_unit(factor: float) -> None:
    plain, scaled = example(), relations_of([m * factor for m in MEANS], [s * factor for s in DEVIATIONS])
    for name in ("proportional", "linear", "power"):
        assert getattr(scaled, name).fitted == pytest.approx(
            [s * factor for s in getattr(plain, name).fitted]
        )
    assert scaled.linear.coefficients["b"].value == pytest.approx(plain.linear.coefficients["b"].value)
    assert scaled.power.coefficients["d"].value == pytest.approx(plain.power.coefficients["d"].value)
