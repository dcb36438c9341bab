import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from apps.studies.interlab import BadFile, as_text, comparison_of
from apps.studies.interlab.comparison import Question
from tests.studies.interlab.files import HEADER, Written, pair_of

FOUR = pair_of("1.0 1.2|1.3 1.4", "2.0 2.1|2.2 2.5", "0.9 1.1|1.0 1.2", "1.5 1.4|1.7 1.9")
KEYS = {"difference", "se", "df", "ci90", "p_lower", "p_upper", "decision", "labs_used", "notes"}


def asked(path: str, margin: float = 1.0, low: float | None = None, **options: Any) -> dict[str, Any]:
    ratio = options.pop("ratio", False)
    answer = comparison_of(path, Question("old", "new", margin, low, ratio), **options)
    json.dumps(answer, allow_nan=False)
    assert as_text(answer)
    return answer


def test_answers_with_the_promised_keys(written: Written) -> None:
    found = asked(written(FOUR))
    assert found.keys() >= KEYS
    assert found["difference"] == pytest.approx((0.25 + 0.3 + 0.1 + 0.35) / 4)
    assert (found["df"], found["labs_used"], found["decision"]) == (3, ["A", "B", "C", "D"], "equivalent")
    assert found["differences"]["B"] == pytest.approx(0.3)


@pytest.mark.parametrize("low", [0.05, -0.05])
def test_takes_a_lower_margin_with_its_sign_or_without(low: float, written: Written) -> None:
    found = asked(written(FOUR), 1.0, low)
    assert (found["margins"], found["decision"]) == ([-0.05, 1.0], "equivalent")


def test_takes_a_ratio_with_the_reciprocal_below(written: Written) -> None:
    found = asked(written(FOUR), 1.25, ratio=True)
    assert found["margins"] == pytest.approx([-0.2231435513, 0.2231435513])
    assert found["ratio"]["value"] == pytest.approx(1 + found["ratio"]["percent"] / 100)
    assert found["ratio"]["ci90"][0] < found["ratio"]["value"] < found["ratio"]["ci90"][1]
    assert "natural logarithms" in found["notes"][0]


def test_mirrors_when_the_materials_change_places(written: Written) -> None:
    path = written(FOUR)
    there, back = asked(path), comparison_of(path, Question("new", "old", 1.0))
    assert back["difference"] == pytest.approx(-there["difference"])
    assert (back["p_lower"], back["p_upper"]) == pytest.approx((there["p_upper"], there["p_lower"]))


def test_shows_the_answer_with_what_is_excluded_too(written: Written) -> None:
    found = asked(written(FOUR), excluded=["B"])
    assert (found["labs_used"], found["with_excluded"]["labs_used"]) == (
        ["A", "C", "D"],
        ["A", "B", "C", "D"],
    )
    assert "with_excluded" not in asked(written(FOUR))


def test_leaves_a_laboratory_out_that_lost_one_material(written: Written) -> None:
    found = asked(written(FOUR), excluded=["B:new"])
    assert found["labs_used"] == ["A", "C", "D"]
    assert [one["lab"] for one in found["labs_left_out"]] == ["B"]


def test_ignores_other_materials(written: Written) -> None:
    assert asked(written(FOUR + "A,third,1,-5\nE,third,1,99\n"), ratio=True, margin=2.0)["labs_used"] == list(
        "ABCD"
    )


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (pair_of("1 2|2 3", "1 2|2 2"), "a decision needs three"),
        (pair_of("1 2|2 3"), "nothing can be said between laboratories"),
        (pair_of("1|2"), "nothing can be said between laboratories"),
        (pair_of("1 2|", "|2 3"), "No laboratory tested both"),
        (HEADER + "A,old,1,1\nA,new,1,\n", "No laboratory tested both"),
        (HEADER + "A,old,1,\nA,new,1,\n", "No laboratory tested both"),
    ],
)  # fmt: skip
def test_has_no_decision_and_says_why(content: str, note: str, written: Written) -> None:
    for options in ({}, {"ratio": True, "margin": 1.5}):
        found = asked(written(content), **options)
        assert found["decision"] is None
        assert any(note in one for one in found["notes"])


def test_tests_within_the_one_laboratory_that_there_is(written: Written) -> None:
    found = asked(written(pair_of("1.0 1.2 1.1|1.3 1.4 1.2")))
    assert found["within_laboratory"]["difference"] == pytest.approx(0.2)
    assert (found["decision"], found["within_laboratory"]["decision"]) == (None, "equivalent")
    alone = asked(written(pair_of("1.0|1.3 1.4")))["within_laboratory"]
    assert "nothing can be tested" in alone["notes"][0]


def test_compares_results_of_mixed_units_once_they_have_one(written: Written) -> None:
    header = "lab,material,replicate,value,unit\n"
    rows = "".join(
        f"{lab},old,1,{at},MPa\n{lab},new,1,{at * 1000 + 100 + at},kPa\n" for at, lab in enumerate("ABC", 1)
    )
    with pytest.raises(BadFile, match="MPa and kPa: name one of them with --unit"):
        asked(written(header + rows))
    assert asked(written(header + rows), unit="MPa")["difference"] == pytest.approx(0.102)


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (Question("old", "old", 1.0), "same material"),
        (Question("old", "gone", 1.0), "no material gone"),
        (Question("old", "new", 0.0), "--margin"),
        (Question("old", "new", -1.0), "--margin"),
        (Question("old", "new", float("nan")), "--margin"),
        (Question("old", "new", float("inf")), "--margin"),
        (Question("old", "new", 1.0, 0.0), "--margin"),
        (Question("old", "new", 0.2, None, ratio=True), "write 1.25 for 25 %"),
        (Question("old", "new", 25.0, None, ratio=True), "write 1.25 for 25 %"),
        (Question("old", "new", 1.25, 1.1, ratio=True), "between 0 and 1"),
    ],
)
def test_refuses_a_question_without_sense(question: Question, message: str, written: Written) -> None:
    with pytest.raises(BadFile, match=message):
        comparison_of(written(FOUR), question)


def test_refuses_a_ratio_of_results_that_are_not_positive(written: Written) -> None:
    with pytest.raises(BadFile, match="Laboratory C, old: only a result above zero has a ratio"):
        asked(written(FOUR.replace("C,old,1,0.9", "C,old,1,0")), 1.25, ratio=True)


def test_is_asked_on_the_command_line(written: Written) -> None:
    out = StringIO()
    arguments = [
        "--equivalence",
        "--incumbent",
        "old",
        "--candidate",
        "new",
        "--margin",
        "1",
        "--margin-low",
        "-0.5",
    ]
    call_command("interlab", written(FOUR), *arguments, "--json", stdout=out)
    assert json.loads(out.getvalue())["margins"] == [-0.5, 1.0]


def test_says_on_the_command_line_what_is_missing(written: Written) -> None:
    with pytest.raises(CommandError, match="needs --candidate, --margin") as caught:
        call_command("interlab", written(FOUR), "--equivalence", "--incumbent", "old")
    assert caught.value.returncode == 2
