"""The outlier tests and Mandel's h and k of one level, as plain data with every key there is."""

from typing import Any

from apps.studies.statistics import Critical, GTest, Level, OutlierTest
from apps.studies.statistics.mandel import k_critical

Plain = dict[str, Any]


def cochran_of(level: Level, g_test: GTest) -> Plain:
    """Give Cochran's test; `lab` is the one with the largest variance.

    Where cells differ in size its critical values are approximate; 't Lam's G beside it allows for the sizes.
    """
    test = level.cochran
    return {
        "lab": test.suspects[0] if test.suspects else None,
        "C": test.statistic,
        **_limits(test.critical),
        "p": test.p_value,
        "verdict": test.verdict,
        "replicates": test.replicates,
        "g_test": {
            "lab": g_test.lab,
            "G": g_test.statistic,
            "p": g_test.p_value,
            "verdict": g_test.verdict,
        },
    }


def grubbs_of(level: Level) -> Plain:
    """Give Grubbs' tests for one and two outlying means at both ends."""
    return {
        "high": _single(level.grubbs_high),
        "low": _single(level.grubbs_low),
        "double_high": _double(level.grubbs_double_high),
        "double_low": _double(level.grubbs_double_low),
    }


def _single(test: OutlierTest) -> Plain:
    return {
        "lab": test.suspects[0] if test.suspects else None,
        "G": test.statistic,
        **_limits(test.critical),
        "p_one_sided": test.p_value,
        "verdict": test.verdict,
    }


def _double(test: OutlierTest) -> Plain:
    return {
        "labs": list(test.suspects),
        "L": test.statistic,
        **_limits(test.critical),
        "p_one_sided": test.p_value,
        "verdict": test.verdict,
    }


def mandel_of(level: Level) -> Plain:
    """Give h and k of every laboratory; k has one critical value if all cells are alike.

    Otherwise it is that of the most frequent number of results, of equally frequent ones the smaller, as for
    Cochran's test, and `k_crit_by_lab` has each laboratory's own.
    """
    labs = level.laboratories
    found: Plain = {
        "h": {one.lab: one.h for one in labs},
        "k": {one.lab: one.k for one in labs},
        **_limits(level.h_critical, "h_crit"),
        **_limits(_usual_k(level), "k_crit"),
    }
    if unequal_cells(level):
        found["k_crit_by_lab"] = {one.lab: _limits(one.k_critical) for one in labs}
    return found


def unequal_cells(level: Level) -> bool:
    """Tell whether laboratories with replicates have different numbers of them."""
    return len({one.results for one in level.laboratories if one.results > 1}) > 1


def _usual_k(level: Level) -> Critical | None:
    sizes = sorted(one.results for one in level.laboratories if one.k_critical is not None)
    return k_critical(max(sizes, key=sizes.count), level.df_r) if sizes else None


def _limits(critical: Critical | None, name: str = "crit") -> Plain:
    return {
        f"{name}_1": None if critical is None else critical.one_percent,
        f"{name}_5": None if critical is None else critical.five_percent,
    }
