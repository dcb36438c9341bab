"""Results below or above a limit: the likelihood against a peer, and the shares that forbid it."""

from decimal import Decimal

import numpy as np
import pytest
from scipy import optimize, stats

from apps.studies.statistics import CensoredFit, Estimate, censored_fit
from apps.studies.statistics.censored import Censored
from tests.studies.statistics import datasets
from tests.studies.statistics.datasets import Expected
from tests.studies.statistics.each import each, within

CENSORED = "iso13528_E1_censored"


def example() -> list[Censored]:
    return [(Decimal(row["value"]), "<" if row["qualifier"] else "") for row in datasets.table(CENSORED)]


def fit(*words: str) -> CensoredFit:
    """Words such as 1.2, <0.5 and >9."""
    marks: list[Censored] = [
        (Decimal(word.lstrip("<>")), "<" if word[0] == "<" else ">" if word[0] == ">" else "")
        for word in words
    ]
    return censored_fit(marks)


def codes(found: CensoredFit) -> set[str]:
    return {note.code for note in found.notes}


@each(CENSORED)
def test_reproduces_the_peer_likelihood_and_the_published_treatments(entry: Expected) -> None:
    found = censored_fit(example())
    if entry.scope == "tobit":
        assert within(found.mean if entry.key == "mean" else found.sd, entry)
        return
    treated: Estimate = getattr(found.sensitivity, entry.scope)
    assert within(treated.mean if entry.key == "x*" else treated.sd, entry)


def test_reports_how_many_are_censored() -> None:
    found = censored_fit(example())
    assert (found.results, found.below, found.above, found.share) == (23, 5, 0, pytest.approx(5 / 23))
    assert codes(found) == {"many_censored"}


def test_gives_the_plain_mean_and_spread_where_nothing_is_censored() -> None:
    values = ["1.0", "1.4", "2.1", "1.7", "0.9"]
    found = fit(*values)
    assert found.mean == pytest.approx(np.mean(np.array(values, float)), rel=1e-10)
    assert found.sd == pytest.approx(np.std(np.array(values, float)), rel=1e-10)
    assert found.u == pytest.approx(np.std(np.array(values, float)) / 5**0.5, rel=1e-8)
    assert (found.median, codes(found)) == (1.4, set())


def test_finds_the_maximum_that_a_blind_search_finds() -> None:
    values, below, above = [3.1, 4.0, 4.4, 5.2, 5.9, 6.1], [3.0, 2.5], [6.0]

    def loss(at: tuple[float, float]) -> float:
        mean, log_sd = at
        normal = stats.norm(mean, np.exp(log_sd))
        return -float(normal.logpdf(values).sum() + normal.logcdf(below).sum() + normal.logsf(above).sum())

    best = optimize.minimize(loss, (4.5, 0.0), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-13})
    found = fit(*map(str, values), "<3.0", "<2.5", ">6.0")
    assert (found.mean, found.sd) == pytest.approx((best.x[0], np.exp(best.x[1])), rel=1e-6)
    assert (found.below, found.above) == (2, 1)


def test_covers_the_true_mean_as_often_as_it_says() -> None:
    random, covered = np.random.default_rng(2), []
    for _ in range(400):
        values = random.normal(10, 2, 40).round(2)
        found = censored_fit(
            [(Decimal("8.5"), "<") if value < 8.5 else (Decimal(str(value)), "") for value in values]
        )
        assert found.mean_interval is not None and found.sd_interval is not None
        covered.append(
            (
                found.mean_interval.low <= 10 <= found.mean_interval.high,
                found.sd_interval.low <= 2 <= found.sd_interval.high,
            )
        )
    assert np.mean(covered, axis=0) == pytest.approx([0.95, 0.95], abs=0.035)


@pytest.mark.parametrize(
    ("quantified", "code"), [(8, None), (7, "many_censored"), (4, "many_censored"), (1, "too_many_censored")]
)
def test_goes_by_the_share_that_is_censored(quantified: int, code: str | None) -> None:
    found = fit(*(f"{at + 2}.5" for at in range(quantified)), "<2", "<2")
    assert codes(found) == ({code} if code else set())
    assert (found.mean is None) == (code == "too_many_censored")


def test_makes_no_quantitative_statement_above_one_half() -> None:
    found = fit("3", "4", "<2", "<2", "<2")
    assert {found.mean, found.sd, found.u, found.mean_interval, found.sd_interval} == {None}
    assert fit("3", "4", "<2", "<2").mean is not None


def test_gives_the_median_only_where_the_limits_leave_no_doubt() -> None:
    assert fit("<2", "3", "4", "5", ">9").median == 4
    assert fit("<4.5", "3", "4", "5", "6").median is None
    assert fit("<2", "<2", "<2", "5", "6").median is None
    assert fit("<2", "<2", "5", "6").median is None
    assert censored_fit(example()).median is None


@pytest.mark.parametrize("words", [("1.5",), ("1.5", "1.5", "1.5"), ("1.5", "<2")])
def test_has_no_spread_without_two_different_results(words: tuple[str, ...]) -> None:
    found = fit(*words)
    assert (found.mean, found.sd) == (None, None)
    assert codes(found) == {"no_spread"}


def test_has_an_answer_for_no_results_and_for_censored_ones_only() -> None:
    assert codes(fit()) == {"no_results"}
    assert (fit().share, fit().median, fit().sensitivity.deleted.mean) == (0, None, None)
    found = fit("<1", "<2")
    assert codes(found) == {"too_many_censored"}
    assert (found.sensitivity.deleted.mean, found.sensitivity.ignored.mean) == (None, 1.5)


def test_refuses_a_qualifier_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="Unknown qualifier: ~"):
        censored_fit([(Decimal(1), "~")])  # type: ignore[list-item]  # what a caller might send


def test_takes_a_value_above_a_limit_for_the_mirror_image_of_one_below() -> None:
    low, high = fit("1", "2", "3", "<1.5", "<0.5"), fit("-1", "-2", "-3", ">-1.5", ">-0.5")
    assert low.mean is not None and high.mean is not None
    assert (-high.mean, high.sd) == pytest.approx((low.mean, low.sd), rel=1e-10)
