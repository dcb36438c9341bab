"""Two materials at the same laboratories, and where laboratories gather; checked against published sets."""

from decimal import Decimal
from statistics import stdev

import pytest
from django.utils.translation import override

from apps.core.charts import DensityCurve, Youden
from apps.studies.documents.figures import density_figure, youden_figure
from apps.studies.rules.hills import hills_of
from apps.studies.rules.pairs import paired
from tests.studies.picture_data import results
from tests.studies.statistics import datasets

CERAMIC = datasets.rows("nist_ceramic_strength")
MERCURY = "iso13528_E4_mercury_scores"
COLIFORMS = datasets.rows("iso13528_E6_coliforms")


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


# Berthouex and Brown, Statistics for Environmental Engineers, table 9.1: eight Youden pairs; s = 0.545.
PAIRS = {
    "1": (2.0, 6.3), "2": (3.6, 6.6), "3": (1.8, 6.8), "4": (1.1, 6.8),
    "5": (2.5, 7.4), "6": (2.4, 6.9), "7": (1.8, 6.1), "8": (1.7, 6.3),
}  # fmt: skip


def test_the_spread_across_the_diagonal_is_the_published_one():
    found = paired(PAIRS)
    assert found.across == pytest.approx(0.545, abs=0.002)
    assert found.along == pytest.approx(stdev(x + y for x, y in PAIRS.values()) / 2**0.5)
    assert found.limit == pytest.approx(3.79, abs=0.005)  # F(0.95; 7, 7) of the tables
    assert not found.is_along


def test_laboratories_with_a_bias_scatter_along_the_diagonal():
    means = {str(at): (10 + at + 0.1 * (at % 2), 12 + at - 0.1 * (at % 3)) for at in range(8)}
    assert paired(means).is_along
    rows = [
        (lab, m, k, Decimal(str(round(v, 3))))
        for lab, two in means.items()
        for m, v in zip("AB", two, strict=True)
        for k in (1, 2)
    ]
    both = results(rows)
    assert "scatter along the diagonal, each errs alike" in youden_figure(both["A"], both["B"], "").title


EXCHANGED = {f"L{at}": (10 + 0.1 * at, 14 + 0.1 * ((3 * at) % 8)) for at in range(8)} | {"L9": (14.2, 10.2)}
OPPOSITE = {f"L{at}": (10 + 0.1 * at, 14 + 0.1 * ((3 * at) % 8)) for at in range(8)} | {"L9": (12.0, 13.0)}


def test_an_exchange_of_samples_is_told_from_two_opposite_errors():
    assert (paired(EXCHANGED).exchanged, paired(EXCHANGED).opposite) == (("L9",), ("L9",))
    assert (paired(OPPOSITE).exchanged, paired(OPPOSITE).opposite) == ((), ("L9",))
    alike = {**EXCHANGED, "L9": (14.2, 18.2)}
    assert paired(alike).opposite == ()


def youden_of(means, own=""):
    rows = [
        (lab, m, 1, Decimal(str(round(v, 3))))
        for lab, two in means.items()
        for m, v in zip("AB", two, strict=True)
    ]
    both = results(rows)
    return youden_figure(both["A"], both["B"], own)


def test_a_youden_plot_asks_the_laboratory_whose_materials_lie_crosswise():
    figure = youden_of(EXCHANGED, "L1")
    assert figure.title == "Strength: ask L9 whether the two samples were exchanged"
    assert "two robust standard deviations from the median" in figure.text
    assert isinstance(figure.chart, Youden)
    assert {pair.label: pair.kind for pair in figure.chart.pairs if pair.kind} == {
        "L1 (you)": "own",
        "L9": "flagged",
    }
    assert youden_of(OPPOSITE).title == "Strength: L9 is off in opposite directions at the two materials"


def test_laboratories_whose_materials_differ_by_the_same_amount_lie_on_the_diagonal():
    means = {str(at): (0.05 + at / 1000, 0.056 + at / 1000) for at in range(6)}
    assert (paired(means).across, paired(means).is_along) == (0.0, True)
    assert "F = ∞" in youden_of(means).text


def test_which_material_comes_first_changes_nothing_in_the_judgement():
    for means in (PAIRS, EXCHANGED, OPPOSITE):
        one, other = paired(means), paired({lab: (y, x) for lab, (x, y) in means.items()})
        assert (one.opposite, one.exchanged, one.f) == (
            other.opposite,
            other.exchanged,
            pytest.approx(other.f),
        )


def test_there_is_no_youden_plot_of_two_laboratories_of_no_spread_or_of_unlike_materials():
    assert paired(dict(list(PAIRS.items())[:2])) is None
    assert paired(dict.fromkeys("abc", (1.0, 2.0))) is None
    assert paired({lab: (x, 100 * y) for lab, (x, y) in PAIRS.items()}) is None


def test_a_cell_left_out_is_in_no_youden_plot_and_no_density():
    both = results(CERAMIC, left_out=[("3", "batch2")])
    pairs = youden_figure(both["batch1"], both["batch2"], "").chart.pairs
    assert {pair.label for pair in pairs} == {"1", "2", "4", "5", "6", "7", "8"}
    assert len(density_figure(both["batch2"], "").chart.laboratories) == 7
    assert len(density_figure(both["batch1"], "").chart.laboratories) == 8


def test_the_coliforms_gather_in_one_place_at_the_published_mode():
    (only,) = results(COLIFORMS).values()
    figure = density_figure(only, "", sigma_pt=0.25)
    (mode,) = datasets.expected("iso13528_E6_coliforms", keys=["mode"])
    assert figure.title == "Strength: the laboratories gather in one place"
    assert isinstance(figure.chart, DensityCurve)
    (top,) = figure.chart.tops
    assert top.value == pytest.approx(mode.value, abs=mode.tolerance)


def test_the_mercury_laboratories_gather_in_two_places():
    (only,) = results(datasets.rows(MERCURY)).values()
    figure = density_figure(only, "L04", sigma_pt=0.0066)
    assert figure.title == "Strength: the laboratories gather in 2 places, no single mean describes them"
    assert [line.label.partition(": ")[2] for line in figure.chart.tops] == [
        "9 laboratories",
        "12 laboratories",
    ]
    assert [tick.label for tick in figure.chart.laboratories if tick.own] == ["L04 (you)"]


def test_a_laboratory_alone_is_apart_and_no_place_where_they_gather():
    found = hills_of({"A": 1.0, "B": 1.1, "C": 1.2, "D": 1.1, "E": 9.0}, 0.3)
    assert [hill.laboratories for hill in found.hills] == [("A", "B", "D", "C"), ("E",)]
    assert [hill.laboratories for hill in found.gatherings] == [("A", "B", "D", "C")]


def test_a_curve_covers_all_laboratories_and_holds_one():
    values = {str(at): at**0.5 for at in range(1, 9)}
    found = hills_of(values)
    steps = found.curve[1][0] - found.curve[0][0]
    assert sum(height for _value, height in found.curve) * steps == pytest.approx(1, abs=0.002)
    assert found.curve[0][0] < min(values.values()) < max(values.values()) < found.curve[-1][0]


def test_there_is_no_density_of_two_laboratories_or_without_spread():
    assert hills_of({"A": 1.0, "B": 2.0}) is None
    assert hills_of(dict.fromkeys("ABCD", 1.0)) is None
