"""The tables for people, and the manual."""

import doctest
import shlex
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from apps.studies.interlab import as_text, consensus_of, levels_of, manual
from apps.studies.management.commands.interlab import Command
from tests.studies.interlab.files import HEADER, Written, pair_of, rows_of
from tests.studies.statistics.datasets import ALLOY, COAL, FOLDER

WIDTH = 100


def lines(dataset: str) -> list[str]:
    return as_text(levels_of(str(FOLDER / dataset / "data.csv"))).splitlines()


@pytest.mark.parametrize("dataset", [COAL, ALLOY, "iso13528_E1_censored", "amc1987_coop_trial"])
def test_fits_a_terminal(dataset: str) -> None:
    assert max(map(len, lines(dataset))) <= WIDTH


def test_sets_figures_below_each_other() -> None:
    table = lines(COAL)
    start = next(at for at, line in enumerate(table) if line.startswith("  outlier test"))
    head, cochran, own, single = table[start : start + 4]
    for name, figure in (("statistic", "0.35023"), ("1 %", "0.615167")):
        assert head.index(name) + len(name) == cochran.index(figure) + len(figure)
    assert head.index("labs") == cochran.index("8") == own.index("8") == single.index("6")


def test_gives_each_laboratory_its_own_limit_of_k_where_cells_differ_in_size() -> None:
    (head,) = {tuple(line.split()) for line in lines(COAL) if line.startswith("  laboratory")}
    assert list(head) == ["laboratory", "h", "k", "k", "5", "%", "k", "1", "%"]


def test_goes_on_below_the_text_of_a_long_note(written: Written) -> None:
    names = [f"Laboratory number {at}" for at in range(20)]
    rows = "".join(f"{name},x,{at},1.5\n" for name in names for at in (1, 2))
    text = as_text(levels_of(written(HEADER + rows))).splitlines()
    assert max(map(len, text)) <= WIDTH
    at = next(number for number, line in enumerate(text) if line.startswith("note: Mandel's k: Identical"))
    assert text[at + 1] == 6 * " " + "results."


def test_prints_the_estimates_of_a_consensus_as_one_table(written: Written) -> None:
    text = as_text(consensus_of(written("lab,value,u\nA,1.0,0.1\nB,1.2,0.1\nC,1.1,0.2\n")))
    rows = [line.split() for line in text.splitlines() if line.startswith("  ")]
    assert rows[0] == ["estimate", "mu", "u", "u_kh", "tau2", "sd", "ci95"]
    assert [row[0] for row in rows[1:]] == [
        "dl", "pm", "reml", "weighted_mean", "mean", "median", "algorithm_a",
    ]  # fmt: skip
    assert "note: Fewer than five laboratories" in text


def test_explains_itself_in_a_manual_that_fits_a_terminal() -> None:
    text = Command().create_parser("manage.py", "interlab").format_help()
    assert max(map(len, text.splitlines())) <= WIDTH
    for word in (
        "lab,material,replicate,value",
        "lab,mean,sd,n",
        "--exclude 5",
        "p_lower",
        "exit status is 2",
    ):
        assert word in text


def test_understands_the_examples_of_its_manual(written: Written, tmp_path: Path) -> None:
    results = written(pair_of("1.0 1.2|1.3 1.4", "2.0 2.1|2.2 2.5", "0.9 1.1|1.0 1.2", "1.5 1.4|1.7 1.9"))
    values = tmp_path / "values.csv"
    values.write_text("lab,value,u\nA,1.0,0.1\nB,1.2,0.1\n")
    places = {"results.csv": results, "values.csv": str(values), "5": "A", "Lab 7:new": "B:new"}
    examples = [line.split("interlab", 1)[1] for line in manual.EXAMPLES.splitlines() if "manage.py" in line]
    assert examples
    for example in examples:
        out = StringIO()
        call_command("interlab", *(places.get(word, word) for word in shlex.split(example)), stdout=out)
        assert out.getvalue()


@pytest.mark.parametrize(
    "vain", [("--margin", "0"), ("--ratio",), ("--incumbent", "x"), ("--margin-low", "1")]
)
def test_refuses_the_parts_of_a_comparison_nobody_asked_for(vain: tuple[str, ...], written: Written) -> None:
    with pytest.raises(CommandError, match=f"{vain[0]} goes with --equivalence.") as caught:
        call_command("interlab", written(HEADER + rows_of("1 2", "2 3")), *vain)
    assert caught.value.returncode == 2


def test_runs_the_worked_example_of_the_engine() -> None:
    readme = Path(__file__).parents[3] / "apps" / "studies" / "statistics" / "README.md"
    failed, tried = doctest.testfile(str(readme), module_relative=False)
    assert (failed, tried > 10) == (0, True)
