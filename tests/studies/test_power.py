"""How many laboratories a plan needs: the panel's numbers against Student's t and its noncentral kin."""

from decimal import Decimal
from math import log, sqrt

import pytest
from scipy import stats

from apps.core.errors import Invalid, Missing
from apps.studies import selectors
from apps.studies.documents.protocol_words import few_laboratories, fewest_sentence
from apps.studies.rules.characteristics import Described
from apps.studies.rules.power import Guess, power_of, times_as_wide
from tests.studies import world

IRON = {"code": "Fe", "name_en": "Iron", "name_tr": "Demir", "unit": "MPa", "method": "M"}
GUESS = Guess(s_r=1.0, s_lab_material=0.5)


def described(**said):
    return Described(
        **IRON,
        **{name: Decimal(str(value)) if isinstance(value, float) else value for name, value in said.items()},
    )


def share(power, laboratories, replicates):
    row = next(row for row in power.rows if row.laboratories == laboratories)
    return next(one.share for one in row.chances if one.replicates == replicates)


# t(0.95; p - 1) as any table of Student's t prints it: 6.314, 2.920, 2.132, 1.895.
@pytest.mark.parametrize(("laboratories", "t"), [(2, 6.314), (3, 2.920), (5, 2.132), (8, 1.895)])
def test_says_how_wide_the_interval_of_few_laboratories_is(laboratories, t):
    assert times_as_wide(laboratories) == pytest.approx(t / sqrt(laboratories) / (1.895 / sqrt(8)), rel=1e-3)


def test_warns_below_eight_laboratories_in_words():
    assert few_laboratories(8) == ""
    assert "1.4 times as wide" in few_laboratories(5)
    assert "2.5 times as wide" in few_laboratories(3)


@pytest.mark.parametrize(("direction", "side"), [("higher", "margin_low"), ("lower", "margin_high")])
@pytest.mark.parametrize(("laboratories", "replicates"), [(3, 1), (8, 3), (15, 6)])
def test_one_margin_is_the_power_of_the_one_sided_t_test(direction, side, laboratories, replicates):
    power = power_of(described(direction=direction, **{side: 1.5}), GUESS, laboratories=8, replicates=3)
    se = sqrt(2 * (0.25 + 1 / replicates) / laboratories)
    df = laboratories - 1
    expected = stats.nct.sf(stats.t.ppf(0.95, df), df, 1.5 / se)
    assert share(power, laboratories, replicates) == pytest.approx(expected, abs=1e-6)


def test_a_ratio_is_reckoned_on_logarithms():
    ratio = described(margin_kind="ratio", transformation="ln", direction="higher", margin_low=0.8)
    power = power_of(ratio, Guess(s_r=0.1, s_lab_material=0.2), laboratories=8, replicates=2)
    spread = sqrt(log(1 + 0.2**2) + log(1 + 0.1**2) / 2)
    expected = stats.nct.sf(stats.t.ppf(0.95, 7), 7, -log(0.8) / (spread * sqrt(2 / 8)))
    assert power.planned == pytest.approx(expected, abs=1e-6)


def test_two_margins_are_harder_than_one_and_more_laboratories_help():
    both = power_of(described(margin_low=1.5, margin_high=1.5), GUESS, laboratories=8, replicates=3)
    one = power_of(described(direction="higher", margin_low=1.5), GUESS, laboratories=8, replicates=3)
    assert both.planned < one.planned
    column = [share(both, row.laboratories, 3) for row in both.rows]
    assert column == sorted(column)
    assert [row.laboratories for row in both.rows] == list(range(3, 16))


def test_names_the_fewest_laboratories_for_80_and_90_per_cent():
    power = power_of(described(margin_low=1.5, margin_high=1.5), GUESS, laboratories=8, replicates=3)
    assert share(power, power.fewest_80, 3) >= 0.8 > share(power, power.fewest_80 - 1, 3)
    assert share(power, power.fewest_90, 3) >= 0.9 > share(power, power.fewest_90 - 1, 3)
    assert f"For 80 % it takes {power.fewest_80} laboratories" in fewest_sentence(power, 3)


def test_says_when_no_number_of_laboratories_is_enough():
    power = power_of(described(margin_low=0.01, margin_high=0.01), GUESS, laboratories=8, replicates=3)
    assert (power.fewest_80, power.fewest_90) == (None, None)
    assert "too narrow" in fewest_sentence(power, 3)


def test_the_plan_is_marked_in_the_table_even_outside_its_usual_size():
    power = power_of(described(margin_low=1.5, margin_high=1.5), GUESS, laboratories=40, replicates=9)
    planned = [
        (row.laboratories, one.replicates) for row in power.rows for one in row.chances if one.is_planned
    ]
    assert planned == [(40, 9)]


@pytest.mark.django_db
def test_is_asked_of_a_compared_characteristic_of_a_study_one_knows(cast, planned_study):
    margins = {"margin_low": Decimal("0.02"), "margin_high": Decimal("0.02")}
    world.with_characteristics(cast, planned_study, ["Fe"], **margins)
    world.with_characteristics(cast, planned_study, ["Cu"])
    study = selectors.study_for(cast.actor("iris"), planned_study.pk)
    power = selectors.power_of_plan(study, "Fe", Guess(s_r=0.01, s_lab_material=0.01))
    assert 0 < power.planned < 1
    with pytest.raises(Invalid, match="described only"):
        selectors.power_of_plan(study, "Cu", GUESS)
    with pytest.raises(Missing):
        selectors.power_of_plan(study, "Zn", GUESS)
