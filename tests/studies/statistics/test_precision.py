from decimal import Decimal

import numpy as np
import pytest

from apps.studies.statistics import Cells
from apps.studies.statistics.moments import moments_of
from apps.studies.statistics.precision import interval_of, precision_of
from tests.studies.statistics.datasets import level


def test_puts_the_satterthwaite_degrees_of_freedom_between_those_of_its_parts() -> None:
    found = level(A="1.0 1.2", B="1.3 1.5", C="1.1 1.5", D="1.9 1.8", E="1.4 1.7")
    assert found.df_R is not None
    assert 4 < found.df_R < 9


def test_recovers_the_variance_of_the_general_mean_for_equal_cells() -> None:
    found = level(A="1.0 1.2", B="1.3 1.5", C="1.1 1.5", D="1.9 1.8", E="1.4 1.7")
    assert found.s_x is not None
    assert found.u_mean == pytest.approx(found.s_x / 5**0.5)


@pytest.mark.parametrize("factor", [1, 1000])
def test_finds_nothing_between_laboratories_where_the_mean_squares_are_equal(factor: int) -> None:
    cells = {"A": ["0.03"], "B": ["-0.02", "-0.02", "0.03"]}  # both mean squares are 1/1200
    found = level(**{lab: " ".join(str(Decimal(v) * factor) for v in row) for lab, row in cells.items()})
    assert found.s_L == 0
    assert found.s_R == pytest.approx(factor * (1 / 1200) ** 0.5, rel=1e-12)


def test_covers_the_true_s_R_with_its_interval_as_often_as_it_says() -> None:  # noqa: N802 -- the symbol
    random, studies = np.random.default_rng(3), 4000
    values = random.normal(0, 1, (studies, 8, 1)) + random.normal(0, 0.7, (studies, 8, 3))
    names = tuple(map(str, range(studies)))
    cells = Cells(tuple("ABCDEFGH"), names, values, (Decimal(0),) * studies, (Decimal("0.001"),) * studies)
    found = precision_of(moments_of(cells))
    low, high = interval_of(found.s_R2, found.df_R)
    true = (1 + 0.7**2) ** 0.5
    assert ((low <= true) & (true <= high)).mean() == pytest.approx(0.95, abs=0.015)
