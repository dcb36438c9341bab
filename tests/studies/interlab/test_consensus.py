import json
from typing import Any

import pytest

from apps.studies.interlab import BadFile, as_text, consensus_of
from tests.studies.interlab.files import Written

VALUES = "lab,value,u\nA,10.1,0.1\nB,10.3,0.2\nC,9.8,0.1\nD,10.6,0.3\n"


def combined(path: str, **options: Any) -> dict[str, Any]:
    answer = consensus_of(path, **options)
    json.dumps(answer, allow_nan=False)
    assert as_text(answer)
    return answer


def test_answers_with_the_promised_keys(written: Written) -> None:
    found = combined(written(VALUES))
    assert found.keys() >= {"dl", "pm", "Q", "weighted_mean", "notes"}
    assert found["dl"].keys() >= {"mu", "u", "tau2"}
    assert found["pm"].keys() >= {"mu", "u", "tau2", "u_kh"}
    weights = [100, 25, 100, 1 / 0.09]
    mean = sum(w * x for w, x in zip(weights, (10.1, 10.3, 9.8, 10.6), strict=True)) / sum(weights)
    assert found["weighted_mean"]["mu"] == pytest.approx(mean)
    assert found["weighted_mean"]["u"] == pytest.approx(sum(weights) ** -0.5)


def test_makes_the_uncertainty_of_a_mean_from_its_standard_deviation(written: Written) -> None:
    found = combined(written("lab,mean,sd,n\nA,10.1,0.2,4\nB,10.3,0.6,9\nC,9.8,0.3,9\nD,10.6,0.9,9\n"))
    plain = combined(written(VALUES))
    for name in ("dl", "pm", "weighted_mean"):
        for key, value in plain[name].items():
            assert found[name][key] == pytest.approx(value)
    assert any("poor weight: A." in note for note in found["notes"])


@pytest.mark.parametrize("u", ["0", ""])
def test_refuses_to_weigh_where_an_uncertainty_is_absent_or_zero(u: str, written: Written) -> None:
    found = combined(written(VALUES.replace("10.3,0.2", f"10.3,{u}")))
    assert (found["dl"]["mu"], found["pm"]["u_kh"], found["Q"], found["weighted_mean"]["mu"]) == (None,) * 4
    assert found["mean"]["mean"] == pytest.approx(10.2)
    assert found["notes"]


def test_excludes_a_laboratory(written: Written) -> None:
    found = combined(written(VALUES), excluded=["D"])
    assert (found["labs"], found["excluded"]) == (3, ["D"])
    assert found["mean"]["mean"] == pytest.approx((10.1 + 10.3 + 9.8) / 3)


def test_excludes_the_result_of_a_named_material(written: Written) -> None:
    path = written("lab,material,value,u\nA,x,1,0.1\nB,x,2,0.1\nC,x,4,0.1\n")
    found = combined(path, excluded=["C:x"])
    assert (found["labs"], found["excluded"]) == (2, ["C:x"])
    with pytest.raises(BadFile, match="no such laboratory"):
        combined(path, excluded=["C:y"])


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize(
    "rows",
    [
        "A,1,1e-20\nB,1e10,1e20\n",
        "A,0.3e-30,0.9e-57\nB,-1e-52,1e-18\n",
        "A,1e-19,1e-55\nB,6e55,7e56\nC,2e7,9e42\nD,8e-56,6e-27\n",
    ],
)
def test_keeps_its_head_where_uncertainties_differ_beyond_float64(rows: str, written: Written) -> None:
    found = combined(written(f"lab,value,u\n{rows}"))
    # The one laboratory that knows its value decides; tau^2 is what is left between them.
    least = min((line.split(",") for line in rows.splitlines()), key=lambda cells: float(cells[2]))
    assert found["weighted_mean"]["mu"] == pytest.approx(float(least[1]))
    assert found["dl"]["tau2"] >= 0 and found["reml"]["tau2"] >= 0


def test_has_an_answer_for_one_laboratory_and_for_none(written: Written) -> None:
    path = written(VALUES)
    assert combined(path, excluded=["B", "C", "D"])["weighted_mean"]["mu"] == 10.1
    assert combined(path, excluded=["A", "B", "C", "D"])["mean"]["mean"] is None


def test_converts_values_and_uncertainties(written: Written) -> None:
    rows = (
        VALUES.replace("u\n", "u,unit\n", 1).replace("0.1\n", "0.1,mg/kg\n").replace("0.3\n", "0.3,mg/kg\n")
    )
    path = written(rows.replace("10.3,0.2\n", "0.00103,0.00002,% (m/m)\n"))
    found, plain = combined(path, unit="mg/kg"), combined(written(VALUES))
    assert found["pm"]["mu"] == pytest.approx(plain["pm"]["mu"])
    assert found["pm"]["u"] == pytest.approx(plain["pm"]["u"])


def test_leaves_out_what_is_no_number(written: Written) -> None:
    found = combined(written("lab,value,u,qualifier\nA,1,0.1,\nB,2,0.1,<\nC,,,\nD,1.1,0.2,=\n"))
    assert found["labs"] == 2
    assert {"Without a number, left out: B.", "Without a number, left out: C."} <= set(found["notes"])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("lab,value\nA,1\n", "no column u"),
        ("lab,mean,sd\nA,1,1\n", "no column n"),
        ("lab,u\nA,1\n", "no column value"),
        ("lab,value,u\nA,1,-0.1\n", "u '-0.1' is negative"),
        ("lab,value,u\nA,1,x\n", "u 'x' is not a number"),
        ("lab,value,u\nA,1,0.1\nA,2,0.1\n", "laboratory A stands in line 2 already"),
        ("lab,value,u\n,1,0.1\n", "lab is empty"),
        ("lab,mean,sd,n\nA,1,1,0\n", "n is 0"),
        ("lab,mean,sd,n\nA,1,1,2.5\n", "n '2.5' is not a whole number"),
        ("lab,mean,sd,n\nA,1,-1,2\n", "sd '-1' is negative"),
        ("lab,material,value,u\nA,x,1,1\nB,y,1,1\n", "several materials"),
        ("lab,value,u,unit\nA,1,1,m\nB,1,1,s\n", "m and s: name one"),
    ],
)
def test_refuses_a_bad_file_in_one_sentence(content: str, message: str, written: Written) -> None:
    with pytest.raises(BadFile, match=message):
        consensus_of(written(content))


def test_refuses_to_exclude_a_laboratory_that_is_not_there(written: Written) -> None:
    with pytest.raises(BadFile, match="no such laboratory"):
        consensus_of(written(VALUES), excluded=["E"])
