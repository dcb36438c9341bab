"""The forest plot says the verdict in its exact word; and every picture is one for page and paper."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from apps.core.charts import Forest
from apps.studies.documents.figures import (
    density_figure,
    dots_figure,
    forest_figure,
    mandel_figure,
    youden_figure,
)
from tests.core.charted import texts
from tests.studies.picture_data import conclusion, results
from tests.studies.statistics import datasets

CERAMIC = datasets.rows("nist_ceramic_strength")


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def ceramic(**asked):
    return forest_figure(*conclusion(CERAMIC, "batch1", "batch2", **asked), "3")


# The NIST/SEMATECH e-Handbook, 1.4.2.10: batch means 688.9987 and 611.1559 MPa. The interval is that of the
# laboratories as blocks: 6.44 x t(0.95; 7) = 6.44 x 1.895 = 12.20 to both sides.
DIFFERENCE, REACH = 611.1559 - 688.9987, 6.44 * 1.895


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        (
            {"low": 100, "high": 100},
            "Equivalent: the 90 % interval −90.0 to −65.6 MPa lies within ±100 MPa",
        ),
        (
            {"low": 100, "high": 50},
            "Equivalent: the 90 % interval −90.0 to −65.6 MPa lies within −100 to 50 MPa",
        ),
        (
            {"low": 50, "high": 50},
            "Different: the 90 % interval −90.0 to −65.6 MPa lies wholly outside ±50 MPa",
        ),
        (
            {"low": 70, "high": 70},
            "Inconclusive: the 90 % interval −90.0 to −65.6 MPa crosses a margin of ±70 MPa",
        ),
        (
            {"low": 100, "direction": "higher"},
            "Not inferior: the 90 % interval −90.0 to −65.6 MPa lies above the margin −100 MPa",
        ),
        (
            {"low": 50, "direction": "higher"},
            "Inferior: the 90 % interval −90.0 to −65.6 MPa lies below the margin −50 MPa",
        ),
        (
            {"low": 70, "direction": "higher"},
            "Inconclusive: the 90 % interval −90.0 to −65.6 MPa crosses the margin −70 MPa",
        ),
        (
            {"high": 5, "direction": "lower"},
            "Superior: the 90 % interval −90.0 to −65.6 MPa lies below no difference",
        ),
    ],
)
def test_the_forest_of_two_ceramics_says_the_verdict_in_its_exact_word(asked, title):
    low, high = DIFFERENCE - REACH, DIFFERENCE + REACH
    assert f"−{-low:.1f} to −{-high:.1f} MPa" in title
    assert ceramic(**asked).title == title


def test_an_end_beside_a_margin_is_written_with_the_digits_that_tell_them_apart():
    assert "−90.04 to −65.64 MPa crosses a margin of ±90 MPa" in ceramic(low=90, high=90).title


def test_not_different_is_never_called_equivalent():
    rows = [
        (lab, material, 1, Decimal(value))
        for lab, *pair in (("A", "1.0", "1.9"), ("B", "2.0", "1.2"), ("C", "1.5", "1.6"), ("D", "1.1", "1.0"))
        for material, value in zip(("old", "new"), pair, strict=True)
    ]
    view, one = conclusion(rows, "old", "new", low=0.5, high=0.5)
    assert one.figures["test"]["p_difference"] > 0.5
    assert forest_figure(view, one, "").title.startswith("Inconclusive:")


def test_a_forest_shows_each_laboratory_once_and_the_margins_that_are_asked_for():
    both, worse = ceramic(low=100, high=50).chart, ceramic(low=100, direction="higher").chart
    assert isinstance(both, Forest)
    assert [line.value for line in both.margins] == [-100, 50]
    assert [line.label for line in worse.margins] == ["margin −100"]
    assert {row.label for row in both.laboratories} == {"1", "2", "3 (you)", "4", "5", "6", "7", "8"}
    assert both.overall.value == pytest.approx(DIFFERENCE, abs=0.001)
    assert (both.overall.low, both.overall.high) == pytest.approx(
        (DIFFERENCE - REACH, DIFFERENCE + REACH), abs=0.02
    )
    assert both.nothing.value == 0


def test_a_forest_of_ratios_stands_around_one():
    figure = ceramic(low=0.8, high=1.25, ratio=True)
    assert figure.title == "Equivalent: the 90 % interval 0.868 to 0.906 lies within 0.8 to 1.25"
    assert (figure.chart.nothing.value, figure.chart.x_title) == (1, "Strength: batch2 divided by batch1")
    assert all(0.5 < row.value < 1.5 for row in figure.chart.laboratories)


def test_a_forest_names_who_is_left_out_and_why():
    rows = [row for row in CERAMIC if row[:2] != ("5", "batch2")]
    figure = forest_figure(*conclusion(rows, "batch1", "batch2", low=100, high=100, without=["2"]), "")
    assert "Left out by a confirmed ruling: 2." in figure.text
    assert "Without results of both materials: 5." in figure.text
    assert {row.label for row in figure.chart.laboratories} == {"1", "3", "4", "6", "7", "8"}


def test_there_is_no_forest_without_an_interval_and_no_verdict_of_two_laboratories():
    one, two = ([row for row in CERAMIC if row[0] in labs] for labs in ({"1"}, {"1", "2"}))
    assert forest_figure(*conclusion(one, "batch1", "batch2", low=100, high=100), "") is None
    figure = forest_figure(*conclusion(two, "batch1", "batch2", low=100, high=100), "")
    assert figure.title.startswith("No decision: the 90 % interval")


def test_pictures_are_titled_in_turkish_with_turkish_numbers():
    with override("tr"):
        assert "−90,0" in ceramic(low=100, high=100).title
        assert "margin" not in "".join(texts(ceramic(low=100, high=100).paper_svg))


def test_every_picture_of_a_study_is_the_same_on_paper_as_at_a_desk():
    both = results(CERAMIC)
    figures = [
        dots_figure(both["batch1"], ""),
        mandel_figure(both["batch1"], ""),
        density_figure(both["batch1"], ""),
        youden_figure(both["batch1"], both["batch2"], ""),
        ceramic(low=100, high=100),
    ]
    for figure in figures:
        assert figure.paper_svg in figure.svg
        assert figure.svg.count("<svg") == 2
        assert figure.title
        assert figure.rows
