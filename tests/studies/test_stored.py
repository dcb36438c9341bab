"""Numbers of a run that are read in parts are those that are stored, whatever stands in them."""

import json

import pytest

from apps.studies.projections.stored import stored_levels, without_numbers
from apps.studies.rules.runs import cells_of, numbers_of

ODD = 'M-1/"labs":,{"R":],"limit_factor":'


def stored(*rows):
    inputs = [
        (lab, level, replicate, "<" if word.startswith("<") else "", word.lstrip("<"))
        for lab, level, *words in rows
        for replicate, word in enumerate(words, start=1)
    ]
    return numbers_of(cells_of(inputs), inputs)


ROUNDS = {
    "two": stored(("L1", "a/x", "1", "2"), ("L2", "a/x", "1", "1"), ("L1", "b/x", "3"), ("L2", "b/x", "3")),
    "odd": stored(("L1", ODD, "1", "2"), ("L2", ODD, "1", "<1"), ('L"level":"3', ODD, "1", "3")),
    "limits only": stored(("L1", "a/x", "<1")),
    "limits beside": stored(("L1", "a/x", "<1", "2"), ("L2", "b/x", "<3"), ("L3", "a/x", "2", "2")),
    "none": stored(),
}


@pytest.mark.parametrize("numbers", ROUNDS.values(), ids=ROUNDS)
def test_every_figure_is_the_stored_one(numbers):
    whole = json.loads(numbers)
    levels = stored_levels(numbers)
    assert list(levels) == [level["level"] for level in whole["levels"]]
    for level in whole["levels"]:
        for name, value in level.items():
            assert stored_levels(numbers)[level["level"]][name] == value
    assert without_numbers(numbers) == whole["without_numbers"]


def test_the_figures_of_the_list_are_there_without_reading_the_rest():
    level = stored_levels(ROUNDS["two"])["a/x"]
    assert {"mean", "u_mean", "s_r", "s_R", "s_x", "step", "labs"} <= set(level)
    assert "laboratories" not in level
    assert len(level["laboratories"]) == 2
    assert "laboratories" in level
    with pytest.raises(KeyError):
        level["no such"]
