"""Results beyond a limit are never numbers."""

from typing import Any

import pytest

from apps.studies.interlab import as_text, comparison_of, levels_of
from apps.studies.interlab.comparison import Question
from tests.studies.interlab.files import HEADER, Written, rows_of

MARKED = "lab,material,replicate,value,qualifier\n"


def first(path: str) -> dict[str, Any]:
    answer = levels_of(path)
    assert as_text(answer)
    found: dict[str, Any] = answer["levels"][0]
    return found


def ten(censored: int, mark: str = "<") -> str:
    rows = [f"L{at},x,1,{1 + at / 10},{mark if at < censored else ''}\n" for at in range(10)]
    return MARKED + "".join(rows)


@pytest.mark.parametrize("mark", ["<", "<=", "≤", "ND", "not detected"])
def test_computes_from_the_other_results_up_to_a_fifth(mark: str, written: Written) -> None:
    found = first(written(ten(2, mark)))
    others = first(written(HEADER + rows_of("1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8", "1.9")))
    assert (found["results"], found["mean"], found["s_R"]) == (8, others["mean"], others["s_R"])
    assert found["robust"]["median"] == 1.45
    assert found["notes"][0].startswith("2 of 10 results only say that the value lies beyond a limit")
    assert found["censored"]["tobit"]["mean"] < others["mean"]


def test_gives_only_the_median_up_to_a_half(written: Written) -> None:
    found = first(written(ten(4)))
    assert (found["mean"], found["s_R"], found["robust"]["algorithm_a"]["mean"]) == (None, None, None)
    assert (found["labs"], found["results"], found["robust"]["median"]) == (6, 6, 1.45)
    assert found["censored"]["share"] == 0.4
    assert any("the median alone is certain" in note for note in found["notes"])


def test_says_nothing_quantitative_beyond_a_half(written: Written) -> None:
    found = first(written(ten(6)))
    assert (found["mean"], found["robust"]["median"], found["censored"]["tobit"]["mean"]) == (
        None,
        None,
        None,
    )
    assert any("no quantitative statement" in note for note in found["notes"])


def test_says_nothing_where_nothing_was_detected(written: Written) -> None:
    found = first(written(f"{MARKED}A,x,1,,ND\nB,x,1,,n.d.\n"))
    assert (found["labs"], found["mean"], found["censored"]["results"]) == (0, None, 2)


def test_takes_a_high_limit_as_well(written: Written) -> None:
    rows = [f"L{at},x,1,{1 + at / 10},{'>' if at == 9 else ''}\n" for at in range(10)]
    found = first(written(MARKED + "".join(rows)))
    assert (found["results"], found["censored"]["labs"]) == (9, ["L9"])
    assert found["censored"]["tobit"]["mean"] > 1.45


def test_counts_an_equals_sign_as_a_number(written: Written) -> None:
    assert "censored" not in first(written(f"{MARKED}A,x,1,1,=\nB,x,1,2,\n"))


def test_leaves_a_laboratory_with_a_limit_out_of_a_comparison(written: Written) -> None:
    rows = [
        f"L{lab},{material},1,{1 + lab / 10},{'<' if (lab, material) == (2, 'new') else ''}\n"
        for lab in range(5)
        for material in ("old", "new")
    ]
    found = comparison_of(written(MARKED + "".join(rows)), Question("old", "new", 1.0))
    assert found["labs_used"] == ["L0", "L1", "L3", "L4"]
    assert found["labs_left_out"] == [{"lab": "L2", "reason": "A result only known to lie beyond a limit."}]
