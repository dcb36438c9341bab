"""Scores of all laboratories, and one laboratory's profile, as pictures."""

import re

import pytest
from django.utils.translation import override

from apps.core.charts import Profile, ScoreBars
from apps.studies.documents.figures import profile_figure, z_figure
from tests.core.charted import texts
from tests.studies.statistics import datasets

MERCURY = "iso13528_E4_mercury_scores"


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def published_scores(key):
    return [(one.scope, one.value) for one in datasets.expected(MERCURY, keys=[key])]


def test_published_scores_are_drawn_from_the_lowest_to_the_highest():
    scores = published_scores("zprime")
    figure = z_figure("Mercury", scores, preferred="z_prime", own_code="L04")
    assert isinstance(figure.chart, ScoreBars)
    drawn = [one.value for one in figure.chart.scores]
    assert drawn == sorted(value for _lab, value in scores)
    assert len(drawn) == 21
    assert figure.chart.y_title == "z′ score"


def test_a_laboratory_reads_its_own_score_in_the_title_and_others_how_many_call_for_action():
    scores = published_scores("zprime")
    own = dict(scores)["L04"]
    acting = sum(abs(value) >= 3 for _lab, value in scores)
    assert (
        z_figure("Mercury", scores, preferred="z_prime", own_code="L04").title
        == f"Mercury: your z′ is −{-own:.2f}, an action signal"
    )
    assert (
        z_figure("Mercury", scores, preferred="z_prime", own_code="").title
        == f"Mercury: the z′ of {acting} laboratories is an action signal"
    )


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (2.0, "satisfactory"),
        (2.0001, "a warning signal"),
        (-2.9999, "a warning signal"),
        (3.0, "an action signal"),
        (-3.0, "an action signal"),
    ],
)
def test_a_score_has_the_word_of_its_limits(value, word):
    assert z_figure("Iron", [("L1", value)], preferred="z", own_code="L1").title.endswith(word)


def levels(own, others=(0.1, -0.2), count=4):
    return [(f"C{at}", {"L1": own, "L2": others[0], "L3": others[1]}) for at in range(count)]


def profile(found, kind="h"):
    return profile_figure(kind, found, own_code="L1", at_5=1.75, at_1=2.06)


def test_a_profile_says_how_often_one_stands_out_or_on_which_side_one_always_is():
    assert profile([*levels(0.4, count=3), *levels(1.8, count=1)]).title == (
        "Your h lies beyond a limit at 1 of 4 characteristics"
    )
    assert (
        profile(levels(0.4)).title == "Your means are higher than the general mean at all 4 characteristics"
    )
    assert (
        profile(levels(-0.4)).title == "Your means are lower than the general mean at all 4 characteristics"
    )
    assert "within the limits" in profile([*levels(0.4), *levels(-0.1)]).title
    assert "within the limits" in profile(levels(0.4), "k").title


def test_a_profile_keeps_the_others_without_a_name():
    figure = profile(levels(0.4))
    assert isinstance(figure.chart, Profile)
    said = " ".join([figure.title, str(figure.text), *texts(figure.paper_svg)])
    cells = " ".join(str(cell.text) for row in figure.rows for cell in row.cells)
    assert re.findall(r"L\d", said + cells) == []


def test_a_profile_draws_the_forty_rows_furthest_out_and_its_table_has_all():
    figure = profile([(f"C{at}", {"L1": at / 100, "L2": 0.0}) for at in range(60)])
    assert [row.label for row in figure.chart.rows] == [f"C{at}" for at in range(20, 60)]
    assert len(figure.rows) == 60


def test_there_is_no_profile_of_a_laboratory_without_values():
    assert profile([("C1", {"L2": 1.0}), ("C2", {"L1": None, "L2": 1.0})]) is None
