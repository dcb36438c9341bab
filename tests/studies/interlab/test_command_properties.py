"""What must not change, or must change in step, whatever a file holds."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.studies.interlab import levels_of
from tests.studies.interlab.files import HEADER, Written

Rows = list[tuple[str, int, Decimal]]
results = st.integers(-9999, 9999).map(lambda n: Decimal(n) / 100)
tables = st.lists(st.lists(results, max_size=4), min_size=1, max_size=9).map(
    lambda labs: [(f"L{at}", k, one) for at, cell in enumerate(labs, start=1) for k, one in enumerate(cell)]
)
SCALES = ("s_r", "s_L", "s_R", "r", "R", "u_mean")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("properties") / "results.csv"


def level(file: Path, rows: Rows) -> dict[str, Any]:
    file.write_text(HEADER + "".join(f"{lab},x,{at},{value}\n" for lab, at, value in rows))
    found: dict[str, Any] = levels_of(str(file))["levels"][0]
    return found


def scaled(value: float | None, by: float) -> Any:
    return None if value is None else pytest.approx(value * by, rel=1e-9, abs=1e-12 * abs(by))


def verdicts(found: dict[str, Any]) -> list[str | None]:
    return [test["verdict"] for test in (found["cochran"], *found["grubbs"].values())]


def check_scales(there: dict[str, Any], here: dict[str, Any], by: float = 1.0) -> None:
    for name in SCALES:
        assert there[name] == scaled(here[name], by)
    for name in ("mad_e", "n_iqr"):
        assert there["robust"][name] == scaled(here["robust"][name], by)
    assert verdicts(there) == verdicts(here)


@given(rows=tables.filter(bool), constant=st.sampled_from([Decimal(10) ** 6, Decimal("-123.45")]))
@settings(deadline=None, max_examples=60)
def test_moves_with_a_constant_and_spreads_as_before(file: Path, rows: Rows, constant: Decimal) -> None:
    here, there = level(file, rows), level(file, [(lab, at, value + constant) for lab, at, value in rows])
    check_scales(there, here)
    assert there["mean"] == pytest.approx(here["mean"] + float(constant), rel=1e-12)
    assert there["mandel"]["k"] == here["mandel"]["k"]


@given(rows=tables.filter(bool), factor=st.sampled_from([Decimal(1000), Decimal("0.001")]))
@settings(deadline=None, max_examples=60)
def test_stretches_with_the_unit(file: Path, rows: Rows, factor: Decimal) -> None:
    here, there = level(file, rows), level(file, [(lab, at, value * factor) for lab, at, value in rows])
    check_scales(there, here, float(factor))
    assert there["mean"] == scaled(here["mean"], float(factor))


@given(rows=tables.filter(bool), seed=st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40)
def test_does_not_see_the_order_of_rows_or_the_numbers_of_replicates(
    file: Path, rows: Rows, seed: Any
) -> None:
    here = level(file, rows)
    renumbered = [(lab, 7 * at + 3, value) for lab, at, value in rows]
    seed.shuffle(renumbered)
    assert level(file, renumbered) == here


@given(rows=tables.filter(bool))
@settings(deadline=None, max_examples=40)
def test_turns_round_with_the_sign(file: Path, rows: Rows) -> None:
    here, there = level(file, rows), level(file, [(lab, at, -value) for lab, at, value in rows])
    for name in SCALES:
        assert there[name] == scaled(here[name], 1.0)
    assert there["mean"] == scaled(here["mean"], -1.0)
    for high, low, key in (("high", "low", "G"), ("double_high", "double_low", "L")):
        assert there["grubbs"][high][key] == scaled(here["grubbs"][low][key], 1.0)


@given(rows=tables.filter(bool), other=results)
@settings(deadline=None, max_examples=40)
def test_answers_a_material_alike_whatever_stands_beside_it(file: Path, rows: Rows, other: Decimal) -> None:
    here = level(file, rows)
    with file.open("a") as more:
        csv.writer(more).writerows([("L1", "y", 1, other), ("other", "y", 1, other)])
    beside = levels_of(str(file))["levels"][0]
    check_scales(beside, here)
    assert (beside["labs"], beside["results"]) == (here["labs"], here["results"])
    assert beside["mean"] == scaled(here["mean"], 1.0)
    assert beside["robust"]["q_hampel"] == here["robust"]["q_hampel"]


def test_takes_a_thousand_laboratories(written: Written) -> None:
    rows = "".join(
        f"L{lab},x,{k},{10 + (lab * 7919 % 1000) / 500 + k / 10}\n" for lab in range(1000) for k in (0, 1)
    )
    (found,) = levels_of(written(HEADER + rows))["levels"]
    assert (found["labs"], found["results"]) == (1000, 2000)
    # Of an arithmetic progression 0, 1, ... p - 1 the variance is p (p + 1) / 12.
    assert found["s_L"] ** 2 == pytest.approx(1000 * 1001 / 12 / 500**2 - 0.005 / 2, rel=1e-9)
    double = found["grubbs"]["double_high"]
    assert 0.9 < double["L"] < 1
    assert (double["verdict"], double["crit_1"]) == (None, None)
    assert found["grubbs"]["high"]["verdict"] == "accepted"
    assert any("not tabulated for so many" in note for note in found["notes"])
