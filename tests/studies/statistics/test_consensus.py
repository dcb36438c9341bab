"""Consensus with reported uncertainties against peers, and where there is none."""

from decimal import Decimal
from functools import cache

import pytest

from apps.studies.statistics import Consensus, DuplicateResultError, Weighted, consensus_of
from apps.studies.statistics.measured import Measured, measured
from tests.studies.statistics import datasets
from tests.studies.statistics.datasets import Expected, expected
from tests.studies.statistics.each import each, within

PCB = "ccqm_k25_pcb105"
DUEWER = "duewer2008_table1"
BCG = "metafor_bcg"
CADMIUM = "paule_mandel_1982_cd"
ATRAZINE = "iso13528_E3_atrazine"


def rows(name: str) -> list[Measured]:
    return [(row["lab"], Decimal(row["value"]), Decimal(row["u"])) for row in datasets.table(name)]


def reported(*pairs: tuple[str, str | None]) -> list[Measured]:
    return [(f"L{at}", Decimal(value), u and Decimal(u)) for at, (value, u) in enumerate(pairs)]


@cache
def weighted(name: str) -> Weighted:
    found = consensus_of(rows(name)).weighted
    assert found is not None
    return found


def codes(found: Consensus) -> set[str]:
    return {note.code for note in found.notes}


def check(name: str, entry: Expected) -> None:
    found = weighted(name)
    figures = {
        "Q": found.Q,
        "DL_mu": found.dersimonian_laird.mu,
        "DL_u": found.dersimonian_laird.u,
        "DL_tau2": found.dersimonian_laird.tau2,
        "HKSJ_u_DL": found.dersimonian_laird.u_kh,
        "PM_mu": found.paule_mandel.mu,
        "PM_u": found.paule_mandel.u,
        "PM_tau2": found.paule_mandel.tau2,
        "REML_mu": found.reml.mu,
        "REML_tau2": found.reml.tau2,
        "published_DL_mu": found.dersimonian_laird.mu,
        "published_DL_se": found.dersimonian_laird.u,
        "published_DL_tau2": found.dersimonian_laird.tau2,
    }
    assert within(figures[entry.key], entry)


@each(PCB)
def test_reproduces_the_peer_consensus_of_pcb_105(entry: Expected) -> None:
    check(PCB, entry)


@each(DUEWER)
def test_reproduces_the_peer_consensus_of_nine_laboratories(entry: Expected) -> None:
    check(DUEWER, entry)


@each(BCG)
def test_reproduces_the_published_and_peer_consensus_of_thirteen_trials(entry: Expected) -> None:
    check(BCG, entry)


@each(CADMIUM)
def test_reproduces_the_peer_consensus_of_cadmium(entry: Expected) -> None:
    check(CADMIUM, entry)


def test_reproduces_the_published_q_profile_interval_of_thirteen_trials() -> None:
    # metafor's documentation, confint() of dat.bcg: 0.1197 to 1.1115 (published-recalled).
    interval = weighted(BCG).tau2_interval
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((0.1197, 1.1115), abs=5.1e-5)


@each(ATRAZINE, keys=["mean", "sd", "u_mean"])
def test_reproduces_the_published_mean_of_atrazine(entry: Expected) -> None:
    mean = consensus_of((row[0], row[3], None) for row in datasets.rows(ATRAZINE)).mean
    assert within({"mean": mean.mean, "sd": mean.sd, "u_mean": mean.u}[entry.key], entry)


def test_makes_knapp_hartung_and_the_plain_uncertainty_equal_for_paule_mandel() -> None:
    for name in (PCB, DUEWER, BCG, CADMIUM):
        found = weighted(name).paule_mandel
        assert found.u_kh == pytest.approx(found.u, rel=1e-12)


def test_surrounds_the_consensus_by_student_times_knapp_hartung() -> None:
    found = weighted(CADMIUM).paule_mandel
    assert found.interval is not None and found.u_kh is not None
    t = 2.7764451051977987  # 97.5 %, 4 degrees of freedom
    assert found.interval.high - found.mu == pytest.approx(t * found.u_kh)


def test_weights_by_the_inverse_variance() -> None:
    found = consensus_of(reported(("1", "1"), ("4", "2"))).weighted
    assert found is not None
    assert found.weighted_mean.mu == pytest.approx((1 + 4 / 4) / (1 + 1 / 4))
    assert found.weighted_mean.u == pytest.approx((1 + 1 / 4) ** -0.5)
    assert (found.weighted_mean.tau2, found.df) == (0, 1)
    assert (found.Q, found.p_value) == (pytest.approx(9 / 5), pytest.approx(0.17971249487899985))


@pytest.mark.parametrize("u", [None, "0", "-1", "NaN", "Infinity"])
def test_refuses_to_weight_where_an_uncertainty_is_absent_or_no_number(u: str | None) -> None:
    found = consensus_of(reported(("1", "0.1"), ("1.2", u), ("1.1", "0.1"), ("1.3", "0.2"), ("1.2", "0.1")))
    assert (found.weighted, codes(found)) == (None, {"no_weights"})
    assert found.mean.mean == pytest.approx(1.16)
    assert found.algorithm_a.mean is not None and found.median.mean == 1.2


def test_finds_no_dark_uncertainty_where_results_agree() -> None:
    found = consensus_of(reported(*((f"1.0{at}", "0.5") for at in range(6))))
    assert found.weighted is not None
    fits = (found.weighted.dersimonian_laird, found.weighted.paule_mandel, found.weighted.reml)
    assert [fit.tau2 for fit in fits] == [0, 0, 0]
    assert [fit.mu for fit in fits] == [found.weighted.weighted_mean.mu] * 3
    interval = found.weighted.tau2_interval
    assert interval is not None
    assert (interval.low, interval.high) == (0, 0)
    assert codes(found) == {"very_alike"}


def test_finds_dark_uncertainty_where_results_do_not_agree() -> None:
    assert codes(consensus_of(rows(BCG))) == {"dark_uncertainty"}


def test_gives_one_laboratory_its_own_value_and_uncertainty() -> None:
    found = consensus_of(reported(("1.5", "0.2")))
    assert found.weighted is not None
    fit = found.weighted.paule_mandel
    assert (fit.mu, fit.u, fit.tau2, fit.u_kh, fit.interval) == (1.5, pytest.approx(0.2), 0, None, None)
    assert (found.weighted.p_value, found.weighted.tau2_interval, found.mean.u) == (None, None, None)
    assert codes(found) == {"one_laboratory"}


def test_has_an_answer_for_no_results() -> None:
    found = consensus_of([])
    assert (found.labs, found.mean.mean, found.weighted) == (0, None, None)
    assert codes(found) == {"no_results"}


def test_has_an_answer_for_equal_results() -> None:
    found = consensus_of(reported(*[("0.1", "0.01")] * 5))
    assert found.weighted is not None
    assert (found.weighted.Q, found.weighted.paule_mandel.mu) == (0, 0.1)
    assert (found.weighted.paule_mandel.u_kh, found.weighted.paule_mandel.interval) == (0, None)


def test_refuses_a_laboratory_that_comes_twice() -> None:
    with pytest.raises(DuplicateResultError, match="Laboratory A"):
        consensus_of([("A", Decimal(1), 0.1), ("A", Decimal(2), 0.1)])


def test_divides_a_standard_deviation_by_the_root_of_its_number() -> None:
    found = measured(
        [("A", Decimal(1), Decimal("0.4"), 4), ("B", Decimal(2), 0.3, 9), ("C", Decimal(3), None, 2)]
    )
    assert found == [("A", Decimal(1), 0.2), ("B", Decimal(2), pytest.approx(0.1)), ("C", Decimal(3), None)]


def test_pools_standard_deviations_by_their_degrees_of_freedom() -> None:
    summaries = [("A", Decimal(1), 0.4, 3), ("B", Decimal(2), 0.1, 5), ("C", Decimal(3), None, 1)]
    s_r = ((2 * 0.16 + 4 * 0.01) / 6) ** 0.5
    wanted = [pytest.approx(s_r / 3**0.5), pytest.approx(s_r / 5**0.5), pytest.approx(s_r)]
    assert [u for _, _, u in measured(summaries, pooled=True)] == wanted
    assert measured([("C", Decimal(3), None, 1)], pooled=True) == [("C", Decimal(3), None)]


def test_gives_the_consensus_of_summaries_that_of_their_uncertainties() -> None:
    antibody = datasets.table("iso13528_E13_antibody_summary")
    summaries = [(row["lab"], Decimal(row["mean"]), Decimal(row["sd"]), int(row["n"])) for row in antibody]
    direct = [(lab, mean, float(sd) / n**0.5) for lab, mean, sd, n in summaries]
    assert consensus_of(measured(summaries)) == consensus_of(direct)


def test_covers_every_shared_set() -> None:
    assert [len(expected(name)) for name in (PCB, DUEWER, BCG, CADMIUM)] == [10, 10, 13, 10]
