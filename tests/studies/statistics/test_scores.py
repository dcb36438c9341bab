"""Scores against the published table of ISO 13528, and where they have no answer."""

from decimal import Decimal
from functools import cache

import pytest

from apps.studies.statistics import (
    AssignedValue,
    Cells,
    Estimate,
    LabScores,
    Reported,
    Scores,
    agreement,
    consensus_value,
    reference_value,
    robust_of,
    scores_of,
    value_against_crm,
)
from apps.studies.statistics.assigned import negligible
from tests.studies.statistics import datasets
from tests.studies.statistics.datasets import Expected, expected
from tests.studies.statistics.each import each, within

MERCURY = "iso13528_E4_mercury_scores"
TRANSFER = "iso13528_E5_crm_transfer"
SIGMA = 0.0066
ASSIGNED = reference_value(Decimal("0.044"), 0.0041, 0.0082)


def codes(found: Scores | LabScores) -> set[str]:
    return {note.code for note in found.notes}


def scored(value: str, assigned: AssignedValue = ASSIGNED, sigma: float | None = SIGMA) -> LabScores:
    (found,) = scores_of([Reported("A", Decimal(value))], assigned, sigma).laboratories
    return found


@cache
def mercury() -> Scores:
    rows = datasets.table(MERCURY)
    results = [
        Reported(row["lab"], Decimal(row["value"]), Decimal(row["U"]), Decimal(row["k"])) for row in rows
    ]
    spread = consensus().sd
    return scores_of(results, ASSIGNED, SIGMA, spread=spread)


def consensus() -> Estimate:
    (robust,) = robust_of(Cells.from_results(datasets.rows(MERCURY)))
    return robust.algorithm_a


@each(MERCURY, keys=["D_pct", "PA", "z", "zprime", "zeta", "En"])
def test_reproduces_the_published_scores_of_mercury(entry: Expected) -> None:
    (lab,) = (lab for lab in mercury().laboratories if lab.lab == entry.scope)
    figures = {
        "D_pct": lab.percent,
        "PA": lab.allowed.value,
        "z": lab.z.value,
        "zprime": lab.z_prime.value,
        "zeta": lab.zeta.value,
        "En": lab.en.value,
    }
    assert within(figures[entry.key], entry)


@each(MERCURY, keys=["E7_udiff", "E7_xdiff"])
def test_reproduces_the_published_comparison_of_reference_and_consensus(entry: Expected) -> None:
    participants = consensus_value(consensus(), "algorithm_a")
    assert participants is not None
    found = agreement(ASSIGNED, participants)
    assert found is not None
    assert within(found.u if entry.key == "E7_udiff" else found.difference, entry)
    # 0.0124 is above twice 0.0061: the standard asks to look for the cause.
    assert not found.agrees


@each(TRANSFER)
def test_reproduces_the_published_value_against_a_reference_material(entry: Expected) -> None:
    differences = [Decimal(row["difference"]) for row in datasets.table(TRANSFER)]
    found = value_against_crm(Decimal("21.62"), 0.26, differences)
    assert found.u is not None
    figures = {"x_pt": float(found.value), "u": found.u, "u_d": (found.u**2 - 0.26**2) ** 0.5}
    assert within(figures[entry.key], entry)


def test_refuses_a_value_against_a_reference_material_from_one_difference() -> None:
    with pytest.raises(ValueError, match="two differences"):
        value_against_crm(Decimal(1), 0.1, [Decimal("0.1")])


def test_covers_every_published_score_of_mercury() -> None:
    assert len(expected(MERCURY, keys=["z"])) == len(mercury().laboratories) == 21


def test_prefers_z_prime_where_the_assigned_value_is_uncertain() -> None:
    assert (mercury().preferred, codes(mercury())) == ("z_prime", {"not_negligible"})
    sure = scores_of([], reference_value(Decimal("0.044"), 0.001), SIGMA)
    assert (sure.preferred, codes(sure)) == ("z", set())


@pytest.mark.parametrize(("u", "answer"), [(0.3, True), (0.30001, False), (0.0, True)])
def test_neglects_an_uncertainty_of_three_tenths_of_sigma(u: float, *, answer: bool) -> None:
    assert negligible(u, 1.0) is answer
    assert negligible(u * 0.0066, 0.0066) is answer


def test_does_not_know_what_is_negligible_without_u_or_sigma() -> None:
    assert negligible(None, 1.0) is negligible(0.1, None) is None


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("0.0440", "ok"),
        ("0.0572", "ok"),  # z = 2 on paper, 1.9999999999999998 or so in float64
        ("0.0573", "warning"),
        ("0.0637", "warning"),
        ("0.0638", "action"),  # z = 3
        ("0.0242", "action"),
        ("0.9", "action"),
    ],
)
def test_judges_z_as_on_paper(value: str, verdict: str) -> None:
    assert scored(value).z.verdict == verdict


def test_calls_the_whole_allowed_deviation_an_action_signal() -> None:
    assert scored("0.0638").allowed.value == pytest.approx(100)
    assert scored("0.0638").allowed.verdict == "action"
    assert scored("0.0637").allowed.verdict == "ok"


def test_takes_the_allowed_deviation_from_the_protocol_where_it_has_one() -> None:
    found = scores_of([Reported("A", Decimal("0.05"))], ASSIGNED, None, allowed=0.006)
    assert found.laboratories[0].allowed.value == pytest.approx(100)
    assert found.laboratories[0].z.value is None


@pytest.mark.parametrize(("value", "verdict"), [("13", "ok"), ("13.01", "action"), ("7", "ok")])
def test_accepts_en_up_to_one(value: str, verdict: str) -> None:
    result = Reported("A", Decimal(value), Decimal("1.8"))
    (found,) = scores_of([result], reference_value(Decimal(10), 1.2), 1.0).laboratories
    assert found.en.verdict == verdict


@pytest.mark.parametrize("given", [None, Decimal(0)])
def test_gives_no_zeta_and_en_without_a_reported_uncertainty(given: Decimal | None) -> None:
    (found,) = scores_of([Reported("A", Decimal("0.05"), given)], ASSIGNED, SIGMA).laboratories
    assert (found.zeta.value, found.en.value, found.zeta.verdict, found.uncertainty) == (
        None,
        None,
        None,
        None,
    )
    assert found.z.value is not None
    assert codes(found) == {"no_uncertainty"}


@pytest.mark.parametrize("sigma", [None, 0.0, -1.0])
def test_gives_no_z_without_sigma(sigma: float | None) -> None:
    found = scores_of([Reported("A", Decimal("0.05"), Decimal("0.01"))], ASSIGNED, sigma)
    (lab,) = found.laboratories
    assert (lab.z.value, lab.z_prime.value, lab.allowed.value, found.preferred) == (None, None, None, None)
    assert lab.zeta.value is not None
    assert codes(found) == {"no_sigma"}


def test_gives_only_z_for_an_assigned_value_without_uncertainty() -> None:
    result = Reported("A", Decimal("0.05"), Decimal("0.01"))
    found = scores_of([result], reference_value(Decimal("0.044"), None), SIGMA)
    (lab,) = found.laboratories
    assert (lab.z_prime.value, lab.zeta.value, lab.en.value) == (None, None, None)
    assert lab.z.value is not None
    assert found.preferred == "z_prime"


def test_has_no_percentage_of_an_assigned_value_of_zero() -> None:
    assert scored("0.01", reference_value(Decimal(0), 0.001)).percent is None


def test_says_where_the_participants_made_the_assigned_value_themselves() -> None:
    participants = consensus_value(Estimate(10.0, 1.0, 0.2, None, 30), "algorithm_a")
    assert participants is not None
    assert (participants.value, participants.U) == (Decimal("10.0"), 0.4)
    assert "own_consensus" in codes(scores_of([], participants, 1.0))


def test_makes_no_assigned_value_of_an_undefined_consensus() -> None:
    assert consensus_value(Estimate(), "median") is None
    tied = consensus_value(Estimate(1.0, 0.0, 0.0, None, 9), "median")
    assert tied is not None
    assert (tied.u, agreement(tied, ASSIGNED)) == (None, None)


@pytest.mark.parametrize(
    ("big", "flag"), [("0.0081", "too_small"), ("0.0082", None), ("0.0300", None), ("0.0494", "too_large")]
)
def test_screens_reported_uncertainties(big: str, flag: str | None) -> None:
    # Between u(x_pt) = 0.0041 and 1.5 s* = 1.5 x 0.0164 = 0.0246, as standard uncertainties.
    result = Reported("A", Decimal("0.05"), Decimal(big))
    (found,) = scores_of([result], ASSIGNED, SIGMA, spread=0.0164).laboratories
    assert found.uncertainty == flag


def test_divides_the_expanded_uncertainty_by_the_factor_reported() -> None:
    assert Reported("A", Decimal(1), Decimal("3.464"), Decimal("1.732")).u == pytest.approx(2)


def test_orders_laboratories_naturally() -> None:
    results = [Reported(lab, Decimal(1)) for lab in ("L10", "L2", "L1")]
    assert [lab.lab for lab in scores_of(results, ASSIGNED, SIGMA).laboratories] == ["L1", "L2", "L10"]


def test_keeps_every_digit_when_a_constant_is_added() -> None:
    shift = Decimal(10) ** 12
    far = reference_value(Decimal("0.044") + shift, 0.0041)
    (found,) = scores_of([Reported("A", Decimal("0.05") + shift)], far, SIGMA).laboratories
    assert found.z == scored("0.05").z
