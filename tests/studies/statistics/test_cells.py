from decimal import Decimal, localcontext

import numpy as np
import pytest

from apps.studies.statistics import Cells, DuplicateResultError
from tests.studies.statistics.datasets import Row

ROWS: list[Row] = [
    ("L10", "Fe", 7, Decimal("1.30")),
    ("L2", "Fe", 1, Decimal("1.2")),
    ("L2", "Fe", 3, Decimal("1.45")),
    ("L2", "Cu", 1, Decimal(40)),
]


def test_arranges_labs_and_levels_in_natural_order() -> None:
    cells = Cells.from_results(ROWS)
    assert (cells.labs, cells.levels) == (("L2", "L10"), ("Cu", "Fe"))


def test_gives_the_same_array_for_rows_in_any_order() -> None:
    one, other = Cells.from_results(ROWS), Cells.from_results(reversed(ROWS))
    assert one.values.tobytes() == other.values.tobytes()
    assert (one.offsets, one.steps) == (other.offsets, other.steps)


def test_stores_results_minus_an_offset_and_pads_at_the_end() -> None:
    cells = Cells.from_results(ROWS)
    assert cells.offsets == (Decimal(40), Decimal("1.30"))
    assert cells.steps == (Decimal(1), Decimal("0.01"))
    expected = [[[0.0, np.nan], [np.nan, np.nan]], [[-0.1, 0.15], [0.0, np.nan]]]
    np.testing.assert_array_equal(cells.values, expected)


def test_subtracts_exactly_whatever_the_callers_decimal_settings() -> None:
    rows = [("A", "x", 1, Decimal("1000000000000.4")), ("A", "x", 2, Decimal("2000000.123456"))]
    with localcontext() as context:
        context.prec = 5
        cells = Cells.from_results(rows)
    assert cells.values.tolist() == [[[0.0, -999998000000.276544]]]


def test_refuses_a_replicate_reported_twice() -> None:
    with pytest.raises(DuplicateResultError, match="Laboratory L2, level Cu: replicate 1"):
        Cells.from_results([*ROWS, ROWS[-1]])


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_refuses_a_result_that_is_not_a_finite_number(value: str) -> None:
    with pytest.raises(ValueError, match="is no number"):
        Cells.from_results([("A", "x", 1, Decimal(value))])


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([[1.0, 2.0]], "shape"),
        ([[[1.0], [2.0], [3.0]]], "shape"),
        ([[[np.nan, 1.0], [1.0, 1.0]]], "end of their cell"),
        ([[[np.inf, 1.0], [1.0, 1.0]]], "finite"),
    ],
)
def test_refuses_an_array_that_breaks_its_promises(values: list[list[list[float]]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Cells(("A", "B"), ("x",), np.array(values), (Decimal(0),), (Decimal(1),))


def test_refuses_a_level_without_offset() -> None:
    with pytest.raises(ValueError, match="offset"):
        Cells(("A",), ("x",), np.ones((1, 1, 1)), (), (Decimal(1),))


def test_cannot_be_changed_afterwards() -> None:
    with pytest.raises(ValueError, match="read-only"):
        Cells.from_results(ROWS).values[0, 0, 0] = 1.0
