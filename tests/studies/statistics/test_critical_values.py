"""Critical values against the computed tables of tests/data/interlab/_critical_values, row by row."""

import numpy as np
import pytest

from apps.studies.statistics import critical, two_outlying
from apps.studies.statistics.grubbs import single_p_value
from apps.studies.statistics.largest_deviate import joint_of, largest_deviate
from tests.studies.statistics.datasets import table

TABLES = "_critical_values"
FOUR_DECIMALS = 5.1e-5


def test_reproduces_the_table_of_cochran() -> None:
    for row in table(TABLES, "cochran.csv"):
        pair = critical.cochran_pair(int(row["p"]), int(row["n"]))
        wanted = [float(row["c1pct"]), float(row["c5pct"])]
        assert [pair.one_percent, pair.five_percent] == pytest.approx(wanted, rel=0, abs=FOUR_DECIMALS)


def test_reproduces_the_table_of_one_outlying_mean() -> None:
    for row in table(TABLES, "grubbs_single.csv"):
        labs = int(row["p"])
        found = [critical.grubbs(labs, alpha) for alpha in (0.01, 0.05, 0.02, 0.1)]
        assert found == pytest.approx(
            [float(cell) for cell in list(row.values())[1:]], rel=0, abs=FOUR_DECIMALS
        )


def test_reproduces_the_exact_table_of_two_outlying_means() -> None:
    for row in table(TABLES, "grubbs_double_one_sided.csv"):
        labs = int(row.pop("p"))
        found = [two_outlying.critical(labs, float(name.removeprefix("a"))) for name in row]
        assert found == pytest.approx([float(cell) for cell in row.values()], rel=0, abs=5.1e-6)


def test_shares_one_and_five_percent_between_the_two_ends() -> None:
    (row,) = (row for row in table(TABLES, "grubbs_double_one_sided.csv") if row["p"] == "8")
    pair = two_outlying.critical_pair(8)
    wanted = [float(row["a0.005"]), float(row["a0.025"])]
    assert [pair.one_percent, pair.five_percent] == pytest.approx(wanted, rel=0, abs=5.1e-6)


def test_reproduces_the_table_of_mandel_h() -> None:
    for row in table(TABLES, "mandel_h.csv"):
        labs = int(row["p"])
        found = [critical.mandel_h(labs, alpha) for alpha in (0.01, 0.05, 0.005)]
        assert found == pytest.approx(
            [float(cell) for cell in list(row.values())[1:]], rel=0, abs=FOUR_DECIMALS
        )


def test_reproduces_the_table_of_mandel_k() -> None:
    for row in table(TABLES, "mandel_k.csv"):
        labs, nu = int(row["p"]), int(row["n"]) - 1
        found = [critical.mandel_k(nu, labs * nu, alpha) for alpha in (0.01, 0.05, 0.005)]
        assert found == pytest.approx(
            [float(cell) for cell in list(row.values())[2:]], rel=0, abs=FOUR_DECIMALS
        )


def test_reproduces_the_critical_values_printed_in_iso_5725_2_for_eight_and_nine_laboratories() -> None:
    found = [critical.cochran(8, 3, 0.01), critical.cochran(8, 3, 0.05), critical.cochran(9, 2, 0.05)]
    assert found == pytest.approx([0.615, 0.516, 0.638], abs=5e-4)
    found = [critical.grubbs(8, 0.01), critical.grubbs(8, 0.05), critical.grubbs(9, 0.01)]
    assert found == pytest.approx([2.274, 2.126, 2.387], abs=7e-4)


@pytest.mark.parametrize("labs", [4, 5, 6, 7, 8, 12, 22, 30, 40])
def test_gives_two_outlying_means_a_whole_distribution(labs: int) -> None:
    grid = np.linspace(0, 1, 200)
    shares = two_outlying.p_value(labs, grid)
    assert shares[0] == pytest.approx(0, abs=1e-12)
    assert shares[-1] == pytest.approx(1, abs=1e-8)
    assert (np.diff(shares) >= -1e-12).all()


@pytest.mark.parametrize("labs", [4, 5, 8, 22])
def test_gives_two_outlying_means_the_p_value_of_a_simulation(labs: int) -> None:
    draws = 100_000
    ordered = np.sort(np.random.default_rng(labs).standard_normal((draws, labs)), axis=1)
    statistic = ordered[:, :-2].var(axis=1) * (labs - 2) / (ordered.var(axis=1) * labs)
    for alpha in (0.025, 0.2, 0.6):
        share = (statistic <= two_outlying.critical(labs, alpha)).mean()
        assert share == pytest.approx(alpha, abs=4.5 * np.sqrt(alpha * (1 - alpha) / draws))


def test_gives_one_outlying_mean_the_p_value_of_a_simulation() -> None:
    draws, labs = 100_000, 8
    sample = np.random.default_rng(1).standard_normal((draws, labs))
    largest = (sample.max(axis=1) - sample.mean(axis=1)) / sample.std(axis=1, ddof=1)
    for limit in (1.2, 1.6, 2.0, 2.2):
        p_value = float(single_p_value(labs, np.array(limit)))
        assert (largest >= limit).mean() == pytest.approx(p_value, abs=0.006)


@pytest.mark.parametrize("labs", [4, 8, 30])
def test_finds_the_bonferroni_critical_value_of_one_mean_exact_in_the_upper_tail(labs: int) -> None:
    found = float(single_p_value(labs, np.array(critical.grubbs(labs, 0.01))))
    assert found <= 0.005 + 1e-12
    assert found == pytest.approx(0.005, rel=2e-3)


@pytest.mark.parametrize("m", [3, 4, 5, 10, 40])
def test_joins_the_two_parts_of_the_largest_deviate_without_a_step(m: int) -> None:
    joint = joint_of(m, 2)
    below, at = largest_deviate(m)(np.array([joint - 1e-9, joint]))
    assert below == pytest.approx(at, abs=2e-8) if m > 3 else below == 0
