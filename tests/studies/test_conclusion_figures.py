"""The figures of a conclusion as they are printed: as many digits as their standard error is worth."""

import pytest
from django.utils.translation import override

from apps.studies.documents.conclusion import comparison_table
from apps.studies.projections.flags import ComparedView, ConclusionView
from apps.studies.statistics import Cells, Margins, equivalence_of
from apps.studies.statistics.plain import plain
from tests.studies.statistics import datasets


def row(margins, *, is_ratio=False, direction="target"):
    """The texts of the table's one row, for the strengths of two batches of a ceramic."""
    rows = datasets.rows("nist_ceramic_strength")
    found = equivalence_of(Cells.from_results(rows), "batch2", "batch1", margins, ratio=is_ratio)
    figures = plain(found)
    one = ComparedView(
        code="x",
        name_en="Strength",
        name_tr="Dayanım",
        unit="MPa",
        direction=direction,
        is_ratio=is_ratio,
        decision=found.decision,
        figures=figures,
        why="",
        decision_with_all=found.decision,
        figures_with_all=figures,
    )
    view = ConclusionView(
        candidate_code="B",
        candidate="new",
        incumbent_code="A",
        incumbent="old",
        decision=found.decision,
        decision_with_all=found.decision,
        characteristics=(one,),
    )
    _columns, (line,) = comparison_table(view)
    return [str(cell.text) for cell in line.cells[2:5]]


# nist_ceramic_strength: difference 77.84 and its 90 % interval by the mixed model's standard error of 6.44 (peer).
@pytest.mark.parametrize(
    ("direction", "margins"), [("target", "-120 to 120"), ("higher", "above -120"), ("lower", "below 120")]
)
def test_a_difference_is_written_to_the_tenth_of_its_error_and_margins_as_stated(direction, margins):
    assert row(Margins.around(120, 120), direction=direction) == ["77.8", "65.6 to 90.0", margins]


def test_a_ratio_too():
    assert row(Margins.of_ratio(1.25, 0.8), is_ratio=True) == ["1.128", "1.104 to 1.152", "0.8 to 1.25"]


def test_turkish_has_a_decimal_comma():
    with override("tr"):
        assert row(Margins.of_ratio(1.25, 0.8), is_ratio=True)[0] == "1,128"
