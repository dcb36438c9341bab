from typing import Any

import pytest

from apps.studies.interlab import BadFile, levels_of
from tests.studies.interlab.files import HEADER, Written, rows_of

FIVE = "lab,material,replicate,value,unit\n"


def first(path: str, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = levels_of(path, **options)["levels"][0]
    return found


def test_converts_results_of_mixed_units_exactly(written: Written) -> None:
    path = written(
        f"{FIVE}A,x,1,100,mg/kg\nB,x,1,0.0112,% (m/m)\nC,x,1,120,ug/g\nD,x,1,0.13,g/kg\nE,x,1,0.014,wt%\n"
    )
    found = first(path, unit="mg/kg")
    assert (found["unit"], found["mean"], found["robust"]["median"]) == ("mg/kg", 120.4, 120.0)
    assert first(path, unit="% (m/m)")["mean"] == pytest.approx(0.01204, rel=1e-15)


def test_converts_temperatures_with_their_zero(written: Written) -> None:
    found = first(written(f"{FIVE}A,x,1,20.5,degC\nA,x,2,294.65,K\n"), unit="K")
    assert found["mean"] == pytest.approx(294.15, rel=1e-15)
    assert found["s_r"] == pytest.approx(0.5**0.5, rel=1e-12)


def test_takes_the_unit_for_a_file_that_names_none(written: Written) -> None:
    found = first(written(HEADER + rows_of("1 2", "2 3")), unit="MPa")
    assert (found["unit"], found["mean"]) == ("MPa", 2)


def test_keeps_a_unit_no_library_knows_where_nothing_is_to_convert(written: Written) -> None:
    assert first(written(f"{FIVE}A,x,1,1,HRC-ish\nB,x,1,2,HRC-ish\n"))["unit"] == "HRC-ish"


def test_lets_each_material_have_its_own_unit(written: Written) -> None:
    found = levels_of(written(f"{FIVE}A,x,1,1,MPa\nA,y,1,2,%\n"))["levels"]
    assert [level["unit"] for level in found] == ["MPa", "%"]


@pytest.mark.parametrize(
    ("unit", "wanted"), [("furlong", "mg/kg"), ("zzz", "mg/kg"), ("m^999999999", "m"), ("mg/kg", "import os")]
)
def test_refuses_a_conversion_that_does_not_exist(unit: str, wanted: str, written: Written) -> None:
    with pytest.raises(BadFile, match="There is no way from the unit"):
        levels_of(written(f"{FIVE}A,x,1,1,{unit}\n"), unit=wanted)


def test_knows_how_fine_the_results_were_reported_after_a_conversion(written: Written) -> None:
    rows = "".join(
        f"{lab},x,{at},{value},psi\n"
        for lab, pair in {"A": (0, 1), "B": (1, 0), "C": (9, 10)}.items()
        for at, value in enumerate(pair)
    )
    notes = first(written(FIVE + rows), unit="kPa")["notes"]
    assert any("rounded coarsely" in note for note in notes)


def test_has_the_precision_of_the_unit_asked_for(written: Written) -> None:
    rows = "".join(
        f"{lab},x,{at},{value},MPa\n"
        for lab, cell in {"A": "1 2", "B": "2 4", "C": "3 3", "D": "2 2"}.items()
        for at, value in enumerate(cell.split())
    )
    path = written(FIVE + rows)
    plain, converted = first(path), first(path, unit="kPa")
    assert converted["s_R"] == pytest.approx(1000 * plain["s_R"])
    assert converted["cochran"]["C"] == pytest.approx(plain["cochran"]["C"])


FOUR = ("1.0 1.2", "1.3 1.5", "1.1 1.5", "9.9 9.8")


def test_excludes_a_laboratory_everywhere(written: Written) -> None:
    path = written(HEADER + rows_of(*FOUR) + rows_of(*FOUR, material="y"))
    answer = levels_of(path, excluded=["D"])
    assert [level["labs"] for level in answer["levels"]] == [3, 3]
    assert answer["excluded"] == ["D"]
    alone = levels_of(written(HEADER + rows_of(*FOUR[:3])))["levels"][0]
    assert answer["levels"][0] == alone


def test_excludes_a_laboratory_from_one_material(written: Written) -> None:
    path = written(HEADER + rows_of(*FOUR) + rows_of(*FOUR, material="y"))
    found = levels_of(path, excluded=["D:y", "A:x"])["levels"]
    assert [list(level["mandel"]["h"]) for level in found] == [["B", "C", "D"], ["A", "B", "C"]]
    assert "No result at this level, left out of it: A." in found[0]["notes"]


def test_keeps_a_material_of_which_everything_is_excluded(written: Written) -> None:
    found = levels_of(written(HEADER + rows_of("1 2", "2 3")), excluded=["A", "B"])["levels"]
    assert [(level["material"], level["labs"], level["mean"]) for level in found] == [("x", 0, None)]
    assert "No laboratory has reported a result." in found[0]["notes"]


@pytest.mark.parametrize("excluded", ["E", "A:z", "x", "A:", "", ":x"])
def test_refuses_to_exclude_what_is_not_there(excluded: str, written: Written) -> None:
    with pytest.raises(BadFile, match="no such laboratory"):
        levels_of(written(HEADER + rows_of(*FOUR)), excluded=[excluded])


def test_takes_names_with_colons(written: Written) -> None:
    path = written(f"{HEADER}A:B,x:1,1,1\nA:B,y,1,2\nC,y,1,2\n")
    assert levels_of(path, excluded=["A:B:x:1"])["levels"][0]["labs"] == 0
    assert [level["labs"] for level in levels_of(path, excluded=["A:B"])["levels"]] == [0, 1]


def test_refuses_to_guess_between_two_readings(written: Written) -> None:
    with pytest.raises(BadFile, match="two ways"):
        levels_of(written(f"{HEADER}A,x,1,1\nA:x,y,1,1\n"), excluded=["A:x"])
