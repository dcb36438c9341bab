"""The command `interlab` on published sets, and as a process of its own without a database."""

import json
import os
import subprocess
import sys
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.studies.statistics.datasets import (
    ALLOY,
    BATTERIES,
    COAL,
    FOLDER,
    GLUCOSE,
    STRD,
    Expected,
    expected,
    table,
)
from tests.studies.statistics.each import each, within

ROOT = Path(__file__).parents[2]
ATRAZINE, COOP, CERAMIC, YIELD = (
    "iso13528_E3_atrazine", "amc1987_coop_trial", "nist_ceramic_strength", "ncss_tost_yield",
)  # fmt: skip
CENSORED, ANTIBODY = "iso13528_E1_censored", "iso13528_E13_antibody_summary"
CONSENSUS = ("ccqm_k25_pcb105", "duewer2008_table1", "metafor_bcg", "paule_mandel_1982_cd")
LEVEL = {
    "m": "mean",
    "mean_raw": "mean",
    "sr": "s_r",
    "sr_raw": "s_r",
    "sL": "s_L",
    "sR": "s_R",
    "sR_raw": "s_R",
}
RATIO = ("--equivalence", "--incumbent", "batch1", "--candidate", "batch2", "--margin", "1.25", "--ratio")
WITHIN = ("--equivalence", "--incumbent", "B", "--candidate", "A", "--margin", "110")
P_TOLERANCE = 1e-5  # of the integration behind the expected values
# Nobody listens there: whatever asks for the database fails.
DEAD = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing", "REDIS_URL": "redis://127.0.0.1:1/0"}


def ran(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "interlab", *map(str, arguments)]
    surroundings = os.environ | DEAD | {"PYTHONWARNINGS": "error::RuntimeWarning"} | environment
    return subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)


def printed(dataset: str, *arguments: str) -> str:
    out = StringIO()
    call_command("interlab", str(FOLDER / dataset / "data.csv"), *arguments, "--json", stdout=out)
    return out.getvalue()


@cache
def answer(dataset: str, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(printed(dataset, *arguments))
    return found


def level(dataset: str, material: str) -> dict[str, Any]:
    (found,) = (one for one in answer(dataset)["levels"] if one["material"] == material)
    return found


def results_of(dataset: str, material: str) -> list[dict[str, str]]:
    return [row for row in table(dataset) if row["material"] == material]


def check_test(test: dict[str, Any], statistic: str, entry: Expected) -> None:
    assert within(test[statistic], entry)
    names = {
        "lab": "lab",
        "crit_1pct": "crit_1",
        "crit_5pct": "crit_5",
        "p_value": "p",
        "p_one_sided": "p_one_sided",
    }
    for key, name in names.items():
        if key in entry.more:
            tolerance = P_TOLERANCE if key == "p_one_sided" else 1e-9
            wanted = entry.more[key]
            assert test[name] == (wanted if key == "lab" else pytest.approx(wanted, rel=0, abs=tolerance))


@each(COAL, keys=["m", "sr", "sL", "sR"])
def test_prints_the_precision_of_sulfur_in_coal(entry: Expected) -> None:
    assert within(level(COAL, entry.scope)[LEVEL[entry.key]], entry)


@each(COAL, keys=["cochran_C"])
def test_prints_cochrans_test_of_sulfur_in_coal(entry: Expected) -> None:
    check_test(level(COAL, entry.scope)["cochran"], "C", entry)


@each(COAL, keys=["grubbs_high", "grubbs_low"])
def test_prints_grubbs_tests_of_sulfur_in_coal(entry: Expected) -> None:
    check_test(level(COAL, entry.scope)["grubbs"][entry.key.removeprefix("grubbs_")], "G", entry)


@each(COAL, keys=["grubbs2_high", "grubbs2_low"])
def test_prints_grubbs_tests_for_two_of_sulfur_in_coal(entry: Expected) -> None:
    check_test(level(COAL, entry.scope)["grubbs"][entry.key.replace("grubbs2", "double")], "L", entry)


def test_says_that_lab_5_is_a_straggler_in_coal_and_that_cells_differ_in_size() -> None:
    found = level(COAL, "3")
    assert (found["cochran"]["lab"], found["cochran"]["verdict"]) == ("5", "straggler")
    assert any("most frequent number, 3" in note for note in found["notes"])
    assert (found["unit"], found["labs"], found["results"]) == ("% (m/m)", 8, len(results_of(COAL, "3")))


@each(GLUCOSE, keys=["mean_raw", "sr_raw", "sR_raw"])
def test_prints_the_precision_of_uncorrected_glucose(entry: Expected) -> None:
    assert within(level(GLUCOSE, entry.scope)[LEVEL[entry.key]], entry)


@each(GLUCOSE, keys=["h", "k"])
def test_prints_the_h_and_k_of_glucose(entry: Expected) -> None:
    material, lab = entry.scope.split(" lab")
    assert within(level(GLUCOSE, material)["mandel"][entry.key][lab], entry)


@each(GLUCOSE, keys=["cochran_C"])
def test_prints_cochrans_c_of_glucose(entry: Expected) -> None:
    assert within(level(GLUCOSE, entry.scope)["cochran"]["C"], entry)


def test_prints_one_critical_h_and_k_for_equal_cells() -> None:
    mandel = level(GLUCOSE, "A")["mandel"]
    limits = [mandel[f"{name}_crit_{end}"] for name in "hk" for end in ("1", "5")]
    assert limits == pytest.approx([2.06, 1.75, 1.96, 1.67], abs=6e-3)
    assert "k_crit_by_lab" not in mandel


@each(ALLOY, origins=["peer"], keys=["m", "sr", "sL", "sR"])
def test_prints_the_precision_of_the_aluminium_alloy(entry: Expected) -> None:
    assert within(level(ALLOY, entry.scope)[LEVEL[entry.key]], entry)


@each(STRD, keys=["resid_sd"])
def test_prints_the_certified_s_r_of_nist_strd(entry: Expected) -> None:
    assert within(level(STRD, entry.scope)["s_r"], entry)


ROBUST = {
    "median": ("median",),
    "nIQR": ("n_iqr",),
    "MADe": ("mad_e",),
    "algA_x*": ("algorithm_a", "mean"),
    "algA_s*": ("algorithm_a", "sd"),
    "u_algA": ("algorithm_a", "u"),
    "Hampel_x*": ("q_hampel", "mean"),
    "Q_s*": ("q_hampel", "sd"),
}


@each(ATRAZINE, keys=ROBUST)
def test_prints_the_robust_figures_of_atrazine(entry: Expected) -> None:
    found: Any = level(ATRAZINE, "1")["robust"]
    for key in ROBUST[entry.key]:
        found = found[key]
    assert within(found, entry)


LABMEANS = {"algA_x*_labmeans": "mean", "algA_s*_labmeans": "sd"}


@each(ALLOY, keys=LABMEANS)
def test_prints_algorithm_a_of_the_alloy(entry: Expected) -> None:
    assert within(level(ALLOY, entry.scope)["robust"]["algorithm_a"][LABMEANS[entry.key]], entry)


@each(COOP)
def test_prints_the_nested_components_of_the_cooperative_trial(entry: Expected) -> None:
    names = {"mean": "mean", "s_repeat": "s_r", "s_batch": "s_batch", "s_lab": "s_L"}
    assert within(level(COOP, entry.scope)["nested"][names[entry.key]], entry)


COMBINED = {
    "DL_mu": ("dl", "mu"), "DL_u": ("dl", "u"), "DL_tau2": ("dl", "tau2"), "HKSJ_u_DL": ("dl", "u_kh"),
    "PM_mu": ("pm", "mu"), "PM_u": ("pm", "u"), "PM_tau2": ("pm", "tau2"),
    "REML_mu": ("reml", "mu"), "REML_tau2": ("reml", "tau2"), "Q": ("Q",),
}  # fmt: skip
WEIGHTED = [(name, entry) for name in CONSENSUS for entry in expected(name, keys=COMBINED)]


@pytest.mark.parametrize(("dataset", "entry"), WEIGHTED, ids=[f"{name}:{one.name}" for name, one in WEIGHTED])
def test_prints_the_consensus_of_results_with_uncertainties(dataset: str, entry: Expected) -> None:
    found: Any = answer(dataset, "--consensus")
    for key in COMBINED[entry.key]:
        found = found[key]
    assert within(found, entry)


def test_makes_uncertainties_of_standard_deviations() -> None:
    found = answer(ANTIBODY, "--consensus")
    assert (found["labs"], found["unit"]) == (25, "kU/L")
    # The first laboratory's weight is n / sd^2; a single sd of 0 or absent would have left all null.
    assert found["weighted_mean"]["u"] > 0
    assert any("poor weight" in note for note in found["notes"])


def test_prints_the_robust_mean_of_the_published_laboratory_means() -> None:
    (entry,) = expected(ANTIBODY, keys=["algA_x*_of_means"])
    assert within(answer(ANTIBODY, "--consensus")["algorithm_a"]["mean"], entry)


@pytest.mark.parametrize(
    ("key", "value", "tolerance"),
    [("se", 6.44, 0.005), ("df", 7, 0)],
    ids=[f"{CERAMIC}:peer:se", f"{CERAMIC}:peer:df"],
)
def test_prints_the_equivalence_of_two_ceramics(key: str, value: float, tolerance: float) -> None:
    asked = ("--equivalence", "--incumbent", "batch1", "--candidate", "batch2", "--margin", "100")
    found = answer(CERAMIC, *asked)
    assert found[key] == pytest.approx(value, rel=0, abs=tolerance)
    assert (found["decision"], found["labs_used"]) == ("equivalent", list("12345678"))
    assert found["ci90"][0] < found["difference"] < found["ci90"][1]
    assert max(found["p_lower"], found["p_upper"]) < 0.05


@each(YIELD, keys=["diff", "se", "df", "p_lower", "p_upper"])
def test_prints_a_test_within_the_one_laboratory_of_the_yields(entry: Expected) -> None:
    found = answer(YIELD, *WITHIN)
    assert (found["se"], found["decision"], found["labs_used"]) == (None, None, ["1"])
    assert any("nothing can be said between laboratories" in note for note in found["notes"])
    names = {"diff": "difference", "se": "se", "df": "df", "p_lower": "p_lower", "p_upper": "p_upper"}
    if entry.scope == "welch":
        assert within(found["within_laboratory"][names[entry.key]], entry)


def test_says_nothing_between_laboratories_about_one() -> None:
    for found in answer(BATTERIES)["levels"]:
        assert (found["labs"], found["results"], found["s_L"], found["s_R"]) == (1, 12, None, None)
        assert found["s_r"] > 0
        assert any("One laboratory only" in note for note in found["notes"])


@each(CENSORED, keys=["mean", "sd"])
def test_fits_the_censored_results_of_the_standard(entry: Expected) -> None:
    assert within(level(CENSORED, "1")["censored"]["tobit"][entry.key], entry)


@each(CENSORED, keys=["x*"])
def test_compares_the_fit_with_cruder_treatments(entry: Expected) -> None:
    assert within(level(CENSORED, "1")["censored"]["sensitivity"][entry.scope], entry)


def test_never_takes_a_censored_result_for_a_number() -> None:
    found, rows = level(CENSORED, "1"), results_of(CENSORED, "1")
    assert found["results"] == sum(not row["qualifier"] for row in rows)
    assert found["results"] + found["censored"]["results"] == len(rows)


PROCESSES = [
    *((name,) for name in (COAL, GLUCOSE, ALLOY, STRD, BATTERIES, ATRAZINE, COOP, CENSORED)),
    *((name, "--consensus") for name in (*CONSENSUS, ANTIBODY)),
    (CERAMIC, *RATIO),
    (YIELD, *WITHIN),
]


@pytest.mark.parametrize("arguments", PROCESSES, ids=[name for name, *_ in PROCESSES])
def test_prints_the_same_as_a_process_without_database_or_queue(arguments: tuple[str, ...]) -> None:
    name, *options = arguments
    done = ran(FOLDER / name / "data.csv", *options, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == printed(*arguments)


def fitting() -> list[str]:
    files = sorted(FOLDER.glob("*/data.csv"))
    needed = {"lab", "material", "replicate", "value"}
    return [file.parent.name for file in files if needed <= set(file.read_text().splitlines()[0].split(","))]


@pytest.mark.parametrize("name", fitting())
def test_has_an_answer_for_every_set_with_the_columns(name: str) -> None:
    rows = table(name)
    levels = answer(name)["levels"]
    assert {one["material"] for one in levels} == {row["material"] for row in rows}
    assert sum(one["results"] for one in levels) == sum(not row.get("qualifier") for row in rows)


def test_prints_a_table_for_people() -> None:
    done = ran(FOLDER / COAL / "data.csv", "--exclude", "5", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert "material   1" in done.stdout
    assert "Grubbs double low" in done.stdout
    assert "note: Cochran: Cells have 3 to 4 results" in done.stdout


def test_ends_with_status_2_and_one_sentence_for_a_bad_file(tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("lab,material,replicate,value\nA,x,1,one\n")
    done = ran(file, "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "CommandError: Line 2: value 'one' is not a number.\n"
