import json
from typing import Any

import pytest

from apps.studies.interlab import levels_of
from tests.studies.interlab.files import Written

HEADER = "lab,material,replicate,value,batch\n"


def nested(path: str) -> dict[str, Any]:
    (found,) = levels_of(path)["levels"]
    json.dumps(found, allow_nan=False)
    part: dict[str, Any] = found["nested"] | {"level": found}
    return part


def rows(labs: str, batches: str, replicates: int = 2) -> str:
    return HEADER + "".join(
        f"{lab},x,{at},{1 + ord(lab) % 5 + int(batch) / 10 + (at * ord(lab)) % 7 / 100},{batch}\n"
        for lab in labs
        for batch in batches
        for at in range(replicates)
    )


def test_splits_the_spread_of_a_file_with_batches(written: Written) -> None:
    found = nested(written(rows("ABCD", "12")))
    assert found["s_R"] == pytest.approx(
        (found["s_r"] ** 2 + found["s_batch"] ** 2 + found["s_L"] ** 2) ** 0.5
    )
    assert found["s_r_ci95"][0] < found["s_r"] < found["s_r_ci95"][1]
    assert (found["level"]["results"], found["level"]["labs"]) == (16, 4)
    assert any("several batches" in note for note in found["level"]["notes"])


def test_has_no_components_for_an_unbalanced_design_and_says_why(written: Written) -> None:
    found = nested(written(rows("ABCD", "12") + "A,x,9,1.1,2\n"))
    assert (found["s_batch"], found["s_L"]) == (None, None)
    assert "same number of batches" in found["notes"][0]
    assert found["level"]["s_r"] > 0


def test_says_which_component_came_out_negative(written: Written) -> None:
    same = HEADER + "".join(
        f"{lab},x,{at},{value},{batch}\n"
        for lab in "AB"
        for batch, cell in {"1": "1 2", "2": "2 1"}.items()
        for at, value in enumerate(cell.split())
    )
    found = nested(written(same))
    assert (found["s_batch"], found["s_L"]) == (0, 0)
    assert any("s_batch came out negative" in note for note in found["notes"])
