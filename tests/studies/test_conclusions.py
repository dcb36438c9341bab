"""What is concluded from cells and a protocol: equivalence, one-sided questions, and what has no answer."""

from decimal import Decimal

import pytest

from apps.studies.rules.conclusions import Compared, conclusions_of
from apps.studies.rules.deciding import word_of_all
from apps.studies.rules.runs import Question, compute, counted, without
from tests.studies.statistics import datasets

CERAMIC = "nist_ceramic_strength"
# Strength of two batches of a ceramic in eight laboratories: the mixed model of lme4 with Kenward-Roger degrees
# of freedom on the same results has this standard error of the difference, to the printed digits.
SE, DF = 6.44, 7


def inputs(**labs):
    """Results of one characteristic x: `lab=("old results", "new results")`, in words; `<0.1` is a limit."""
    return [
        (lab, f"{item}/x", at, "<" if word.startswith("<") else "", word.lstrip("<"))
        for lab, pair in labs.items()
        for item, words in zip(("old", "new", "third"), pair, strict=False)
        for at, word in enumerate(words.split(), start=1)
    ]


def asked(low="0.5", high="0.5", *, code="x", direction="target", is_ratio=False):
    return Compared(
        code=code,
        direction=direction,
        is_ratio=is_ratio,
        low=None if low is None else float(low),
        high=None if high is None else float(high),
    )


def concluded(rows, *compared, excluded=(), candidates=("new",), incumbent="old"):
    kept = counted(without(rows, excluded))
    return conclusions_of(counted(rows), kept, incumbent, candidates, compared)


def first(*said, **more):
    """The first characteristic of the first candidate."""
    (one, *_others) = concluded(*said, **more)
    return one["characteristics"][0]


def near(shift="0", **more):
    """Five laboratories; the candidate is `shift` higher in each, give or take 0.02."""
    moved = [Decimal(shift) + Decimal(one) for one in ("0.01", "-0.02", "0.00", "0.02", "-0.01")]
    return inputs(
        **{
            f"L{at}": (f"{10 + at}.0 {10 + at}.1", f"{10 + at + move} {10 + at + move + Decimal('0.1')}")
            for at, move in enumerate(moved)
        }
        | more
    )


def ceramic():
    return [
        (lab, f"{material}/strength", replicate, "", str(value))
        for lab, material, replicate, value in datasets.rows(CERAMIC)
    ]


def test_the_two_ceramics_have_the_error_of_the_mixed_model():
    # nist_ceramic_strength, origin: peer (lme4, Kenward-Roger)
    (said,) = concluded(
        ceramic(), asked("100", "100", code="strength"), candidates=("batch2",), incumbent="batch1"
    )
    (one,) = said["characteristics"]
    assert one["figures"]["se"] == pytest.approx(SE, abs=0.005)
    assert one["figures"]["df"] == DF
    assert len(one["figures"]["labs"]) == 8
    assert (said["decision"], one["decision"]) == ("equivalent", "equivalent")


@pytest.mark.parametrize(
    ("margin", "decision"), [("100", "equivalent"), ("80", "inconclusive"), ("50", "different")]
)
def test_the_margin_alone_decides_about_the_ceramics(margin, decision):
    # The 90 % interval is 1.895 standard errors either side of a difference of about -78 MPa.
    question = asked(margin, margin, code="strength")
    (said,) = concluded(ceramic(), question, candidates=("batch2",), incumbent="batch1")
    assert said["decision"] == decision


def test_words_are_exact():
    assert first(near(), asked())["decision"] == "equivalent"
    assert first(near("0.7"), asked())["decision"] == "different"
    assert first(near("0.5"), asked())["decision"] == "inconclusive"
    assert first(near("0.3"), asked())["decision"] == "equivalent"
    # A difference that nobody can show is not equivalence: the interval is wider than the margins.
    noisy = inputs(
        L1=("10 10", "12 12"), L2=("10 10", "8 8"), L3=("10 10", "11.5 11.5"), L4=("10 10", "8.5 8.5")
    )
    found = first(noisy, asked())
    assert found["figures"]["test"]["p_difference"] > 0.9
    assert found["decision"] == "inconclusive"


def test_margins_need_not_be_the_same_on_both_sides():
    assert first(near("0.3"), asked("0.5", "0.2"))["decision"] == "different"
    assert first(near("-0.3"), asked("0.5", "0.2"))["decision"] == "equivalent"


@pytest.mark.parametrize(
    ("factor", "decision"),
    [("1", "equivalent"), ("1.2", "equivalent"), ("1.3", "different"), ("0.79", "different")],
)
def test_ratio_margins_are_judged_on_logarithms(factor, decision):
    rows = inputs(
        **{
            f"L{at}": (f"{10**at}", f"{Decimal(10) ** at * Decimal(factor) * Decimal(slip)}")
            for at, slip in enumerate(("1.001", "0.999", "1.000", "1.002"))
        }
    )
    found = first(rows, asked("0.80", "1.25", is_ratio=True))
    assert found["decision"] == decision
    assert found["figures"]["ratio"]["value"] == pytest.approx(float(factor), rel=0.002)


def test_a_ratio_of_what_is_not_positive_has_no_answer():
    rows = near(L9=("0", "-1"))
    found = first(rows, asked("0.80", "1.25", is_ratio=True))
    assert (found["decision"], found["figures"], found["why"]) == (None, None, "not_positive")


@pytest.mark.parametrize(
    ("shift", "direction", "margins", "word", "of_all"),
    [
        ("0.7", "higher", ("0.5", None), "superior", "not_inferior"),
        ("0", "higher", ("0.5", None), "non_inferior", "not_inferior"),
        ("-0.5", "higher", ("0.5", None), "inconclusive", "inconclusive"),
        ("-0.7", "higher", ("0.5", None), "inferior", "inferior"),
        ("-0.7", "lower", (None, "0.5"), "superior", "not_inferior"),
        ("0", "lower", (None, "0.5"), "non_inferior", "not_inferior"),
        ("0.7", "lower", (None, "0.5"), "inferior", "inferior"),
    ],
)
def test_where_one_side_is_the_better_only_the_worse_is_asked(shift, direction, margins, word, of_all):
    """And the record never calls that equivalent or different."""
    (said,) = concluded(near(shift), asked(*margins, direction=direction))
    (one,) = said["characteristics"]
    assert (one["decision"], one["figures"]["one_sided"]["standing"]) == (word, word)
    assert (said["decision"], said["decision_with_all"]) == (of_all, of_all)


@pytest.mark.parametrize(
    ("words", "of_all"),
    [
        (["equivalent", "equivalent"], "equivalent"),
        (["equivalent", "superior"], "both"),
        (["superior", "non_inferior"], "not_inferior"),
        (["inferior", "equivalent"], "inferior"),
        (["inferior", "different"], "different"),
        (["inferior", None], "inferior"),
        (["superior", "inconclusive"], "inconclusive"),
        (["superior", None], None),
        ([], None),
    ],
)
def test_the_word_for_all_is_the_exact_one(words, of_all):
    assert word_of_all(words) == of_all


def test_a_one_sided_ratio_asks_its_own_limit():
    def rows(factor):
        return inputs(
            **{
                f"L{at}": ("10", f"{Decimal(factor) * 10 + Decimal(slip)}")
                for at, slip in enumerate(("0.01", "-0.01", "0"))
            }
        )

    worse = asked("0.90", None, direction="higher", is_ratio=True)
    assert first(rows("0.95"), worse)["figures"]["one_sided"]["standing"] == "non_inferior"
    assert first(rows("0.85"), worse)["figures"]["one_sided"]["standing"] == "inferior"
    higher = asked(None, "1.10", direction="lower", is_ratio=True)
    assert first(rows("1.05"), higher)["figures"]["one_sided"]["standing"] == "non_inferior"
    assert first(rows("1.15"), higher)["figures"]["one_sided"]["standing"] == "inferior"


def test_limits_are_no_values_and_leave_no_answer():
    rows = near(L9=("10.0", "<0.1"))
    found = first(rows, asked())
    assert (found["decision"], found["figures"], found["why"]) == (None, None, "censored")
    # Left out by a ruling, the limit is in nobody's way any more; with all results it still is.
    (said,) = concluded(rows, asked(), excluded=[("L9", "new/x")])
    assert (said["decision"], said["decision_with_all"]) == ("equivalent", None)


def test_a_limit_of_one_candidate_is_not_in_the_way_of_another():
    rows = near() + [
        (lab, "third/x", at, "<" if lab == "L0" else "", text)
        for lab, level, at, _qualifier, text in near()
        if level == "old/x"
    ]
    new, third = concluded(rows, asked(), candidates=("new", "third"))
    assert (new["candidate"], new["decision"]) == ("new", "equivalent")
    assert (third["candidate"], third["decision"]) == ("third", None)


def test_each_candidate_is_compared_for_itself():
    rows = [*near(), *((lab, "third/x", *rest) for lab, level, *rest in near("0.7") if level == "new/x")]
    new, third = concluded(rows, asked(), candidates=("new", "third"))
    assert (new["decision"], third["decision"]) == ("equivalent", "different")


def test_all_characteristics_must_hold():
    def with_second(shift):
        return [*near(), *((lab, level.replace("/x", "/y"), *rest) for lab, level, *rest in near(shift))]

    both = (asked(), asked(code="y"))
    assert concluded(with_second("0"), *both)[0]["decision"] == "equivalent"
    assert concluded(with_second("0.5"), *both)[0]["decision"] == "inconclusive"
    assert concluded(with_second("0.7"), *both)[0]["decision"] == "different"
    missing = concluded(near(), *both)[0]
    assert (missing["decision"], missing["characteristics"][1]["why"]) == (None, "not_reported")
    # One that certainly differs settles it, whatever the others say.
    third = asked(code="z")
    assert concluded(with_second("0.7"), *both, third)[0]["decision"] == "different"


def test_what_has_no_margin_is_described_and_not_compared():
    (said,) = concluded(near("9"), asked(None, None), asked())
    assert [one["code"] for one in said["characteristics"]] == ["x"]
    assert concluded(near(), asked(None, None))[0]["decision"] is None


def test_two_laboratories_decide_nothing():
    rows = [row for row in near() if row[0] in {"L1", "L2"}]
    found = first(rows, asked())
    assert found["figures"]["test"] is not None
    assert (found["decision"], found["why"]) == (None, "few_laboratories")


def test_an_excluded_cell_takes_its_laboratory_out_of_the_difference():
    rows = near(L9=("10.0 10.1", "19.0 19.1"))
    (said,) = concluded(rows, asked(), excluded=[("L9", "new/x")])
    (one,) = said["characteristics"]
    assert "L9" not in one["figures"]["labs"]
    assert "L9" in one["figures_with_all"]["labs"]
    assert (said["decision"], said["decision_with_all"]) == ("equivalent", "inconclusive")


def test_the_precision_of_both_stands_beside_and_decides_nothing():
    rows = inputs(L1=("10.0 10.1", "10.0 10.5"), L2=("11.0 11.1", "11.0 11.5"), L3=("12.0 12.1", "12.0 12.5"))
    ratio = first(rows, asked("1", "1"))["figures"]["precision_ratio"]
    assert (
        (ratio["s_candidate"] / ratio["s_incumbent"]) ** 2
        == pytest.approx(ratio["ratio"])
        == pytest.approx(25)
    )
    assert first(rows, asked("1", "1"))["decision"] == "equivalent"


def test_the_same_in_is_the_same_bytes_out_in_any_order():
    question = Question("old", ("new",), (asked(),))
    rows = near()
    assert compute(rows, [("L1", "new/x")], question) == compute(rows[::-1], [("L1", "new/x")], question)
    one, other = compute(rows, [], question), compute(rows, [("L1", "new/x")], question)
    assert one.numbers == other.numbers
    assert (one.numbers_without, bool(other.numbers_without)) == ("", True)
    assert one.inputs_sha256 != other.inputs_sha256
    # The margins went in as well: another question has another hash.
    wider = Question("old", ("new",), (asked("0.6", "0.6"),))
    assert compute(rows, [], wider).inputs_sha256 != one.inputs_sha256


def test_without_an_incumbent_nothing_is_concluded():
    assert compute(near(), [], Question(None, ("new",), (asked(),))).conclusions == "[]"
