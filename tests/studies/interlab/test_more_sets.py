"""Sets beyond those the engine was made with: their published figures, and those of R, through the command."""

import json
from functools import cache
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from tests.studies.statistics.datasets import FOLDER, Expected
from tests.studies.statistics.each import each, within

CREOSOTE, RAIL, DYESTUFF, DYESTUFF_2, MACHINES, TOBACCO, STAY = (
    "iso5725_2_B3_creosote", "nlme_rail", "lme4_dyestuff", "lme4_dyestuff2", "nlme_machines",
    "metafor_hackshaw1998", "metafor_normand1999",
)  # fmt: skip
PUBLISHED_WITHOUT = ("--exclude", "1", "--exclude", "6:5")
FIGURES = {
    "m": ("mean",),
    "sr": ("s_r",),
    "sL": ("s_L",),
    "sR": ("s_R",),
    "sr_reml": ("s_r",),
    "sL_reml": ("s_L",),
    "cochran_C": ("cochran", "C"),
    "cochran_p": ("cochran", "p"),
    "grubbs_high": ("grubbs", "high", "G"),
    "grubbs_low": ("grubbs", "low", "G"),
}
COMBINED = {
    "DL_mu": ("dl", "mu"), "DL_u": ("dl", "u"), "DL_tau2": ("dl", "tau2"), "HKSJ_u_DL": ("dl", "u_kh"),
    "PM_mu": ("pm", "mu"), "PM_u": ("pm", "u"), "PM_tau2": ("pm", "tau2"), "Q": ("Q",),
    "REML_mu": ("reml", "mu"), "REML_tau2": ("reml", "tau2"),
    "WM_mu": ("weighted_mean", "mu"), "WM_u": ("weighted_mean", "u"),
}  # fmt: skip
QUESTIONS = {
    "B-A margin 12": ("A", "B", "--margin", "12"),
    "C-A margin 20 low 5": ("A", "C", "--margin", "20", "--margin-low", "5"),
    "C/B ratio 1.25": ("B", "C", "--margin", "1.25", "--ratio"),
}
ANSWERS = {
    "difference": ("difference",), "se": ("se",), "df": ("df",), "ci90lo": ("ci90", 0), "ci90hi": ("ci90", 1),
    "p_lower": ("p_lower",), "p_upper": ("p_upper",),
}  # fmt: skip


@cache
def answer(dataset: str, *arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("interlab", str(FOLDER / dataset / "data.csv"), *arguments, "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def picked(found: Any, path: tuple[str | int, ...]) -> Any:
    for key in path:
        found = found[key]
    return found


def check_level(dataset: str, entry: Expected) -> None:
    material, _, published = entry.scope.partition(" ")
    levels = answer(dataset, *(PUBLISHED_WITHOUT if published else ()))["levels"]
    (level,) = (one for one in levels if one["material"] == material)
    assert within(picked(level, FIGURES[entry.key]), entry)


@each(CREOSOTE)
def test_prints_the_precision_and_outlier_tests_of_creosote(entry: Expected) -> None:
    check_level(CREOSOTE, entry)


def test_judges_creosote_by_the_printed_critical_values_of_nine_laboratories() -> None:
    # Tables of ISO 5725-2, 1 % and 5 %: Grubbs 2.387 and 2.215, Cochran of two results .754 and .638.
    for level in answer(CREOSOTE)["levels"]:
        single, cochran = level["grubbs"]["high"], level["cochran"]
        assert (single["crit_1"], single["crit_5"]) == pytest.approx((2.387, 2.215), abs=5e-4)
        assert (cochran["crit_1"], cochran["crit_5"]) == pytest.approx((0.754, 0.638), abs=5e-4)
    found = {level["material"]: level for level in answer(CREOSOTE)["levels"]}
    apart = {name for name, level in found.items() if level["grubbs"]["high"]["verdict"] == "outlier"}
    assert apart == {"3", "4"}
    assert {found[name]["grubbs"]["high"]["lab"] for name in apart} == {"1"}
    assert (found["4"]["cochran"]["lab"], found["4"]["cochran"]["verdict"]) == ("7", "straggler")


@each(RAIL)
def test_prints_the_components_of_the_rails(entry: Expected) -> None:
    check_level(RAIL, entry)


@each(DYESTUFF)
def test_prints_the_components_of_the_dyestuff(entry: Expected) -> None:
    check_level(DYESTUFF, entry)


@each(DYESTUFF_2)
def test_floors_the_negative_component_of_the_simulated_dyestuff(entry: Expected) -> None:
    check_level(DYESTUFF_2, entry)
    (level,) = answer(DYESTUFF_2)["levels"]
    assert (level["s_L"], level["s_R"]) == (0, level["s_r"])
    assert any("came out negative" in note for note in level["notes"])


@each(MACHINES, keys=FIGURES)
def test_prints_the_precision_of_the_machines(entry: Expected) -> None:
    check_level(MACHINES, entry)


@each(MACHINES, keys=ANSWERS)
def test_compares_the_machines_as_a_paired_test_does(entry: Expected) -> None:
    incumbent, candidate, *margins = QUESTIONS[entry.scope]
    asked = ("--equivalence", "--incumbent", incumbent, "--candidate", candidate, *margins)
    assert within(picked(answer(MACHINES, *asked), ANSWERS[entry.key]), entry)


@each(TOBACCO)
def test_prints_the_consensus_of_studies_of_tobacco_smoke(entry: Expected) -> None:
    assert within(picked(answer(TOBACCO, "--consensus"), COMBINED[entry.key]), entry)


@each(STAY)
def test_prints_the_consensus_of_lengths_of_stay_from_standard_deviations(entry: Expected) -> None:
    assert within(picked(answer(STAY, "--consensus"), COMBINED[entry.key]), entry)


def test_gives_algorithm_a_with_the_exact_and_with_the_printed_factor() -> None:
    for level in answer(CREOSOTE)["levels"]:
        exact, printed = (level["robust"][name] for name in ("algorithm_a", "algorithm_a_printed"))
        assert exact["factor"] == pytest.approx(1.13339, abs=5e-6)
        assert printed["factor"] == 1.134
        assert 1 < printed["sd"] / exact["sd"] < 1.01
