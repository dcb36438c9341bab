"""Scores of a run: against published consensus values, by hand, and where there are none."""

import hashlib
import json
from dataclasses import replace
from decimal import Decimal
from math import hypot

import pytest

from apps.studies.rules.conclusions import Compared
from apps.studies.rules.runs import Question, compute
from apps.studies.rules.scores import chosen
from apps.studies.rules.stated import commitment, of_cells
from apps.studies.statistics import Cells, cautions, robust_of
from tests.studies.statistics import datasets
from tests.studies.statistics.datasets import Expected
from tests.studies.statistics.each import each, within

ATRAZINE, MERCURY = "iso13528_E3_atrazine", "iso13528_E4_mercury_scores"


def inputs_of(dataset, code="x"):
    return [(lab, f"M/{code}", at, "", str(value)) for lab, _material, at, value in datasets.rows(dataset)]


def margin(low="0.3", high="0.3", *, is_ratio=False, direction="target"):
    amounts = (None if one is None else float(one) for one in (low, high))
    return Compared("x", direction, is_ratio, *amounts)


def scored(inputs, *compared, excluded=(), stated=()):
    computed = compute(inputs, excluded, Question(None, ("M",), compared), stated)
    return json.loads(computed.scores)


def level(*said, **more):
    (found,) = scored(*said, **more)
    return found


def of(found, lab, column):
    return found["scores"][column][found["scores"]["lab"].index(lab)]


def codes(found):
    return [note["code"] for note in found["notes"]]


def labs(**cells):
    """Results of x on M in words: `A="1.0 1.1"`; a limit with its `<`."""
    return [
        (lab, "M/x", at, "<" if word.startswith("<") else "", word.lstrip("<"))
        for lab, words in cells.items()
        for at, word in enumerate(words.split(), start=1)
    ]


def eight(**more):
    """Eight laboratories from 9.93 to 10.07, in steps of 0.02: their consensus is 10."""
    return labs(**{f"L{at}": f"{9.93 + 0.02 * at:.2f}" for at in range(8)} | more)


@each(ATRAZINE, keys=["algA_x*", "algA_s*", "u_algA"])
def test_the_consensus_of_many_is_algorithm_a_as_published(entry: Expected) -> None:
    assigned = level(inputs_of(ATRAZINE))["assigned"]
    figures = {"algA_x*": assigned["value"], "algA_s*": assigned["spread"], "u_algA": assigned["u"]}
    assert assigned["method"] == "algorithm_a"
    assert within(figures[entry.key], entry)


@each(MERCURY, keys=["E7_x*", "E7_s*", "E7_u"])
def test_the_consensus_stands_where_uncertainties_are_stated(entry: Expected) -> None:
    stated = [(row["lab"], "M/x", 1, row["U"]) for row in datasets.table(MERCURY)]
    assigned = level(inputs_of(MERCURY), stated=stated)["assigned"]
    assert within(
        {"E7_x*": assigned["value"], "E7_s*": assigned["spread"], "E7_u": assigned["u"]}[entry.key], entry
    )


@each(ATRAZINE, keys=["Hampel_x*", "Q_s*", "u_QHampel"])
def test_q_and_hampel_are_taken_where_few_laboratories_or_many_outlying_ones_break_it(
    entry: Expected,
) -> None:
    # The published figures are of all 34 laboratories: there Algorithm A is chosen, and these stand beside it.

    (robust,) = robust_of(Cells.from_results(datasets.rows(ATRAZINE)))
    for caution in (cautions.FEW_FOR_ROBUST, cautions.MANY_OUTLYING):
        method, estimate = chosen(replace(robust, notes=(caution,)))
        figures = {"Hampel_x*": estimate.mean, "Q_s*": estimate.sd, "u_QHampel": estimate.u}
        assert method == "q_hampel"
        assert within(figures[entry.key], entry)


def test_seven_laboratories_are_few_and_eight_are_not():
    assert level(eight())["assigned"]["method"] == "algorithm_a"
    seven = level([row for row in eight() if row[0] != "L7"])
    assert seven["assigned"]["method"] == "q_hampel"
    assert "few_for_robust" in codes(seven)


def test_many_outlying_laboratories_are_said_and_the_method_follows():
    found = level(eight(F1="19", F2="20", F3="21"))
    assert found["assigned"]["method"] == "q_hampel"
    assert "many_outlying" in codes(found)


def test_sigma_is_a_third_of_the_narrower_margin():
    assert level(eight(), margin("0.6", "0.3"))["sigma_pt"] == pytest.approx(0.1)
    assert level(eight(), margin("0.6", "0.3"))["sigma_from"] == "margin"
    one_sided = level(eight(), margin("0.45", None, direction="higher"))
    assert (one_sided["sigma_pt"], one_sided["sigma_from"]) == (pytest.approx(0.15), "margin")


@pytest.mark.parametrize("compared", [(), (margin("0.8", "1.25", is_ratio=True),), (margin(None, None),)])
def test_sigma_is_the_robust_spread_where_no_margin_is_in_the_unit(compared):
    found = level(eight(), *compared)
    assert found["sigma_from"] == "results"
    assert found["sigma_pt"] == found["assigned"]["spread"] > 0


def test_scores_are_the_difference_over_each_scale():
    stated = [("L0", "M/x", 1, "0.10")]
    found = level(eight(), margin(), stated=stated)
    difference, u = 9.93 - found["assigned"]["value"], found["assigned"]["u"]
    assert of(found, "L0", "z") == pytest.approx(difference / 0.1)
    assert of(found, "L0", "z_prime") == pytest.approx(difference / hypot(0.1, u))
    assert of(found, "L0", "u") == pytest.approx(0.05)
    assert of(found, "L0", "zeta") == pytest.approx(difference / hypot(0.05, u))
    assert of(found, "L0", "en") == pytest.approx(difference / hypot(0.10, 2 * u))
    assert (of(found, "L1", "zeta"), of(found, "L1", "en")) == (None, None)
    assert of(found, "L1", "note") == "no_uncertainty"


def test_each_score_has_its_word():
    found = level(eight(W="10.25", A="10.35"), margin())
    assert [of(found, lab, "z_word") for lab in ("L0", "W", "A")] == ["ok", "warning", "action"]
    stated = [("A", "M/x", 1, "0.10")]
    assert of(level(eight(A="10.35"), margin(), stated=stated), "A", "en_word") == "action"


def test_z_is_preferred_where_the_consensus_is_certain_enough():
    assert level(eight(), margin())["preferred"] == "z"
    vague = level(eight(), margin("0.03", "0.03"))
    assert vague["preferred"] == "z_prime"
    assert "not_negligible" in codes(vague)


def test_uncertainties_of_replicates_do_not_average_out():
    stated = [("A", "M/x", at, text) for at, text in ((1, "0.2"), (2, "0.4"), (3, "0.3"))]
    found = of_cells(stated, {("A", "M/x"): 3})
    assert found.uncertainties == {("A", "M/x"): Decimal("0.3")}


def test_an_uncertainty_of_some_replicates_is_no_uncertainty_of_the_cell():
    rows = eight() + labs(P="10.00 10.02")
    found = level(rows, margin(), stated=[("P", "M/x", 1, "0.10")])
    assert (of(found, "P", "zeta"), of(found, "P", "u")) == (None, None)
    assert of(found, "P", "note") == "some_uncertainties"


def test_a_cell_left_out_makes_no_consensus_and_is_scored():
    rows = eight(F="10.50")
    with_all, without = level(rows, margin()), level(rows, margin(), excluded=[("F", "M/x")])
    assert without["labs"] == 8
    assert without["assigned"] == level(eight(), margin())["assigned"]
    assert with_all["assigned"]["value"] > without["assigned"]["value"]
    assert of(without, "F", "z_word") == "action"


def test_what_has_no_consensus_has_no_scores():
    alone = level(labs(A="1.0 1.1"), margin())
    assert (alone["assigned"], alone["sigma_pt"], alone["preferred"]) == (None, None, None)
    assert codes(alone) == ["one_laboratory"]
    assert of(alone, "A", "z") is None
    gone = level(labs(A="1.0", B="1.1"), excluded=[("A", "M/x"), ("B", "M/x")])
    assert (gone["assigned"], gone["scores"]["lab"]) == (None, ["A", "B"])


def test_equal_results_without_a_margin_have_no_scale():
    same = labs(**{f"L{at}": "1.0" for at in range(9)})
    found = level(same)
    assert (found["sigma_pt"], found["sigma_from"], of(found, "L0", "z")) == (None, None, None)
    assert "no_sigma" in codes(found)
    assert of(level(same, margin()), "L0", "z") == 0


def test_limits_are_not_scored():
    found = level(eight(B="<0.1"), margin())
    assert "B" not in found["scores"]["lab"]


def test_a_common_offset_costs_no_digit():
    shifted = [(*row[:4], str(Decimal(row[4]) + 10**12)) for row in eight()]
    assert level(shifted, margin())["scores"] == level(eight(), margin())["scores"]


def test_the_same_in_is_the_same_out_and_no_hash_that_is_told_depends_on_what_is_stated():
    question, stated = Question(None, ("M",), (margin(),)), [("L0", "M/x", 1, "0.1"), ("L1", "M/x", 1, "0.2")]
    one = compute(eight(), [], question, stated)
    assert one == compute(eight()[::-1], [], question, stated[::-1])
    fewer, none = compute(eight(), [], question, stated[:1]), compute(eight(), [], question)
    assert len({one.scores, fewer.scores, none.scores}) == 3
    assert one.inputs_sha256 == fewer.inputs_sha256 == none.inputs_sha256
    assert one.numbers == none.numbers


def test_what_is_stated_is_committed_to_under_a_salt():
    stated = [("L0", "M/x", 1, "0.1"), ("L1", "M/x", 1, "0.2")]
    # Written out by hand: the SHA-256 of {"salt":"5a","uncertainties":[["L0","M/x",1,"0.1"],["L1","M/x",1,"0.2"]]}
    said = '{"salt":"5a","uncertainties":[["L0","M/x",1,"0.1"],["L1","M/x",1,"0.2"]]}'
    assert commitment(stated[::-1], "5a") == hashlib.sha256(said.encode()).hexdigest()
    assert commitment(stated, "5b") != commitment(stated, "5a") != commitment(stated[:1], "5a")
    assert commitment([], "") == ""
