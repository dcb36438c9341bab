"""Every row of the table of edge cases, as a material of one file, by the command as a process of its own."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
HEADER = "lab,material,replicate,value,qualifier\n"
ROWS = {
    "one laboratory": "1.0 1.2 1.1",
    "two laboratories": "1.0 1.2 1.1|1.4 1.5 1.3",
    "two pairs": "1.0 1.2|1.4 1.5",
    "three laboratories": "1.0 1.2|1.4 1.5|1.1 1.6",
    "no replicates": "1.0|1.4|1.1|1.9|1.3",
    "some single": "1.0 1.2|1.4|1.1 1.6|1.3 1.5|1.2 1.2",
    "no spread within": "1.0 1.0|1.4 1.4|1.1 1.1|1.3 1.3",
    "one zero cell": "1.0 1.2|1.4 1.4|1.1 1.6|1.3 1.5",
    "negative between": "1.0 2.0|1.1 1.9|1.2 1.8|0.9 2.1",
    "equal means": "1.0 2.0|1.4 1.6|1.5 1.5|1.2 1.8",
    "all alike": "0.1 0.1|0.1 0.1|0.1 0.1|0.1 0.1",
    "a cell missing": "1.0 1.2||1.1 1.6|1.3 1.5|1.2 1.3",
    "most tied": "1.0|1.0|1.0|1.0|1.0|1.0|1.0|1.0|1.2",
    "rounded": "1 2|2 1|1 1|2 2|2 1",
    "two masking": "1.00|1.01|1.02|1.03|1.04|1.05|1.06|1.07|1.95|2.00",
    "unequal": "1.0 1.2 1.1|1.4 1.5|1.1 1.6 1.2|1.3 1.5 1.4 1.3|1.2 1.3 1.1",
    "below the limit": "1.0|1.4|1.1|1.9|1.3|1.2|1.5|1.6|1.7|<0.5",
    "mostly below": "1.0|<0.5|<0.5|<0.5|1.3",
    "above the limit": "1.0|1.4|1.1|1.9|1.3|1.2|1.5|1.6|1.7|>9.5",
}


def written() -> str:
    lines = []
    for material, cells in ROWS.items():
        for lab, cell in enumerate(cells.split("|"), start=1):
            for at, word in enumerate(cell.split(), start=1):
                lines.append(f"L{lab},{material},{at},{word.lstrip('<>')},{word[: word[0] in '<>']}\n")
    return HEADER + "".join(lines)


@cache
def answers() -> dict[str, dict[str, Any]]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "edges.csv"
        file.write_text(written())
        command = [sys.executable, str(ROOT / "manage.py"), "interlab", str(file), "--json"]
        done = subprocess.run(
            command, cwd=folder, env={"PYTHONWARNINGS": "error::RuntimeWarning"},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    assert done.stderr == ""
    return {level["material"]: level for level in json.loads(done.stdout)["levels"]}


def level(material: str) -> dict[str, Any]:
    return answers()[material]


def says(material: str, words: str) -> bool:
    return any(words in note for note in level(material)["notes"])


def between(found: dict[str, Any]) -> list[Any]:
    return [found[name] for name in ("s_L", "s_R", "R", "u_mean")]


def test_says_of_one_laboratory_only_how_well_it_repeats() -> None:
    found = level("one laboratory")
    assert found["s_r"] == pytest.approx(0.1)
    assert between(found) == [None] * 4
    assert (found["mandel"]["h"], found["mandel"]["k"]) == ({"L1": None}, {"L1": pytest.approx(1)})
    assert says("one laboratory", "nothing can be said between laboratories")


def test_flags_the_reproducibility_of_two_laboratories() -> None:
    found = level("two laboratories")
    assert found["s_R"] == pytest.approx(((0.3**2 / 2 - 0.01 / 3) + 0.01) ** 0.5)
    assert sorted(found["mandel"]["h"].values()) == pytest.approx([-(0.5**0.5), 0.5**0.5])
    assert (found["mandel"]["h_crit_1"], found["grubbs"]["high"]["G"]) == (None, None)
    assert found["cochran"]["C"] == pytest.approx(0.5)
    assert says("two laboratories", "not a precision statement")
    assert level("two pairs")["cochran"]["verdict"] is None


def test_does_not_test_the_means_of_three_laboratories() -> None:
    found = level("three laboratories")
    assert [test["verdict"] for test in found["grubbs"].values()] == [None] * 4
    assert found["mandel"]["h_crit_5"] is None
    assert found["cochran"]["verdict"] == "accepted"
    assert says("three laboratories", "Fewer than four laboratories")


def test_takes_the_spread_of_single_results_for_reproducibility() -> None:
    found = level("no replicates")
    mean = (1.0 + 1.4 + 1.1 + 1.9 + 1.3) / 5
    spread = (sum((x - mean) ** 2 for x in (1.0, 1.4, 1.1, 1.9, 1.3)) / 4) ** 0.5
    assert found["s_R"] == pytest.approx(spread)
    assert (found["s_r"], found["s_L"], found["r"], found["cochran"]["C"]) == (None,) * 4
    assert set(found["mandel"]["k"].values()) == {None}
    assert found["grubbs"]["high"]["verdict"] == "accepted"
    assert found["robust"]["algorithm_a"]["sd"] > 0


def test_counts_a_single_result_in_the_mean_and_not_in_s_r() -> None:
    found = level("some single")
    assert (found["mandel"]["k"]["L2"], found["results"]) == (None, 9)
    assert found["s_r"] == pytest.approx(((0.02 + 0.125 + 0.02 + 0) / 4) ** 0.5)
    assert found["cochran"]["C"] == pytest.approx(0.125 / 0.165)
    assert says("some single", "One result only")


def test_says_that_identical_replicates_lie_below_the_rounding() -> None:
    found = level("no spread within")
    assert (found["s_r"], found["cochran"]["C"]) == (0, None)
    assert found["s_L"] == found["s_R"] > 0
    assert set(found["mandel"]["k"].values()) == {None}
    assert says("no spread within", "below the rounding")
    assert says("no spread within", "0.029")  # .1 / sqrt(12)


def test_allows_one_laboratory_without_spread() -> None:
    assert level("one zero cell")["mandel"]["k"]["L2"] == 0
    assert says("one zero cell", "Identical replicates (k = 0): L2")


def test_floors_a_negative_component() -> None:
    found = level("negative between")
    assert (found["s_L"], found["s_R"]) == (0, found["s_r"])
    assert says("negative between", "came out negative")


def test_has_h_of_zero_where_all_means_are_equal() -> None:
    found = level("equal means")
    assert set(found["mandel"]["h"].values()) == {0}
    assert [test["verdict"] for test in found["grubbs"].values()] == [None] * 4
    assert says("equal means", "All laboratory means are equal")
    alike = level("all alike")
    assert (alike["mean"], alike["s_r"], alike["s_R"]) == (0.1, 0, 0)
    assert (alike["robust"]["algorithm_a"]["sd"], alike["robust"]["q_hampel"]["sd"]) == (0, 0)


def test_drops_a_laboratory_from_the_level_it_missed_alone() -> None:
    found = level("a cell missing")
    assert list(found["mandel"]["h"]) == ["L1", "L3", "L4", "L5"]
    assert says("a cell missing", "L2")


def test_has_a_q_scale_where_ties_take_algorithm_a_away() -> None:
    found = level("most tied")["robust"]
    assert (found["mad_e"], found["algorithm_a"]["sd"]) == (0, None)
    assert found["q_hampel"]["sd"] > 0
    assert says("most tied", "Robust figures")


def test_warns_of_coarse_rounding() -> None:
    assert says("rounded", "rounded coarsely")


def test_finds_two_outliers_that_hide_each_other() -> None:
    found = level("two masking")["grubbs"]
    assert found["high"]["verdict"] == "accepted"
    assert (found["double_high"]["labs"], found["double_high"]["verdict"]) == (["L10", "L9"], "outlier")


def test_says_which_number_of_results_cochrans_test_took() -> None:
    assert level("unequal")["cochran"]["replicates"] == 3
    assert says("unequal", "most frequent number, 3")


def test_never_takes_a_limit_for_a_number() -> None:
    for material in ("below the limit", "above the limit"):
        found = level(material)
        assert (found["results"], found["censored"]["results"]) == (9, 1)
        assert found["mean"] == pytest.approx(1.4111111111111112)
    assert level("mostly below")["mean"] is None
    assert says("mostly below", "no quantitative statement")


def test_has_a_reason_for_every_figure_it_lacks() -> None:
    assert answers().keys() == ROWS.keys()
    for found in answers().values():
        if "null" in json.dumps({**found, "unit": ""}):
            assert found["notes"]
