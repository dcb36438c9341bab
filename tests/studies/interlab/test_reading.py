"""What a file may look like, and the sentence for each that cannot be taken."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from apps.studies.interlab import BadFile, as_text, levels_of
from tests.studies.interlab.files import HEADER, Written, rows_of

FIVE = "lab,material,replicate,value,unit\n"
MARKED = "lab,material,replicate,value,qualifier\n"
BAD: dict[str | bytes, str] = {
    "": "The file is empty",
    " \n \n": "The file is empty",
    HEADER: "a header and no results",
    "lab,material,value\nA,x,1\n": "no column replicate; its columns are lab, material, value",
    "a,b\n1,2\n": "no column lab and material and replicate and value",
    "lab,lab,material,replicate,value\nA,A,x,1,1\n": "The column lab comes twice",
    "lab;material;replicate;value\nA;x;1;1\n": "separated by semicolons",
    "lab\tmaterial\treplicate\tvalue\nA\tx\t1\t1\n": "separated by tabs",
    f"{HEADER}A,x,1,abc\n": "Line 2: value 'abc' is not a number",
    f"{HEADER}\nA,x,1,1\n\nA,x,2,abc\n": "Line 5: value",
    f"\n\n{HEADER}A,x,1,abc\n": "Line 4: value",
    f"{HEADER}A,x,1.05,1\n": "replicate '1.05' is not a whole number",
    f"{HEADER}A,x,1234567890,1\n": "replicate '1234567890' is not a whole number",
    f"{HEADER}A,x,1,nan\n": "value 'nan' is not a number",
    f"{HEADER}A,x,1,-Infinity\n": "value '-Infinity' is not a number",
    f"{HEADER}A,x,1,1e61\n": "beyond 1e60",
    f"{HEADER}A,x,1,1e-61\n": "beyond 1e60",
    f"{HEADER}A,x,1,1e9999\n": "not a number",
    f"{HEADER}A,x,1,{'1' * 61}\n": "not a number",
    f"{HEADER}A,x,1,1_0\n": "not a number",
    f"{HEADER}A,x,1,١٢\n": "not a number",
    f"{HEADER}A,x,1,=1+1\n": "not a number",
    f'{HEADER}A,x,1,"1,5"\n': "decimal comma",
    f"{HEADER}A,x,1,<0.5\n": "the sign in the column qualifier",
    f"{HEADER}A,x,1,1\nB,x,1,2\nA,x,1,3\n": "Line 4: laboratory A, material x, replicate 1 stands in line 2",
    f"{HEADER}A,x,one,1\n": "replicate 'one' is not a whole number",
    f"{HEADER}A,x,1.5,1\n": "replicate '1.5' is not a whole number",
    f"{HEADER}A,x,-1,1\n": "replicate '-1' is not a whole number",
    f"{HEADER}A,x,,1\n": "replicate '' is not a whole number",
    f"{HEADER},x,1,1\n": "Line 2: lab is empty",
    f"{HEADER}A,,1,1\n": "Line 2: material is empty",
    f"{HEADER}A,x,1\n": "3 cells where the header has 4",
    f"{HEADER}A,x,1,1,2\n": "5 cells where the header has 4",
    f'{HEADER}"A,x,1,1\n': "this is not CSV",
    f"{MARKED}A,x,1,1,about\n": "qualifier 'about' is none of",
    f"{MARKED}A,x,1,,<\n": "value is empty",
    f"{FIVE}A,x,1,1,mg/kg\nB,x,1,2,%\n": "Material x is reported in % and mg/kg: name one of them with --unit",
    f"{FIVE}A,x,1,1,mg/kg\nB,x,1,2,\n": "have a unit and some have none",
    b"\xff\xfel\x00a\x00": "UTF-16",
    HEADER.encode() + b"A\xe9,x,1,1\n": "Line 2: the file is not UTF-8 text",
    HEADER.encode() + b"A\x00,x,1,1\n": "NUL",
}  # fmt: skip


@pytest.mark.parametrize("content", BAD, ids=[str(sentence) for sentence in BAD.values()])
def test_refuses_a_bad_file_in_one_sentence(content: str | bytes, written: Written) -> None:
    with pytest.raises(BadFile) as caught:
        levels_of(written(content))
    sentence = str(caught.value)
    assert BAD[content] in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="cannot be read: no such file"):
        levels_of(str(tmp_path / "none.csv"))
    with pytest.raises(BadFile, match="cannot be read: is a directory"):
        levels_of(str(tmp_path))
    with pytest.raises(BadFile, match="cannot be read"):
        levels_of("\0")


def test_ends_the_command_with_status_2(written: Written) -> None:
    with pytest.raises(CommandError, match="not a number") as caught:
        call_command("interlab", written(f"{HEADER}A,x,1,abc\n"))
    assert caught.value.returncode == 2


PLAIN = HEADER + rows_of("1.0 1.2", "1.3 1.5", "1.1 1.5", "1.9 1.8", "1.4 1.7")


def first(path: str, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = levels_of(path, **options)["levels"][0]
    return found


@pytest.mark.parametrize(
    "content",
    [
        "\N{BYTE ORDER MARK}" + PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\n\n"),
        PLAIN.replace("\n", ",,\n"),
        PLAIN.replace("lab,", " LAB ,").replace(",x,", ", x ,"),
        "\n".join(",".join(reversed(line.split(","))) for line in PLAIN.splitlines()),
        "\n".join([PLAIN.splitlines()[0], *reversed(PLAIN.splitlines()[1:])]),
        "\n".join(f"{line},{'remark' if not at else 'any, thing'.replace(',', '')}" for at, line in enumerate(PLAIN.splitlines())),
        PLAIN.replace(",1.3\n", ",+1.3\n").replace(",1.0\n", ",10E-1\n"),
        "\n  \n,,\n" + PLAIN,
        PLAIN.replace(",1,", ",1.0,").replace(",2,", ",2.0,"),
    ],
    ids=["bom", "crlf", "blank lines", "empty cells at the end", "case and spaces", "other order of columns",
         "other order of rows", "other columns", "signs and exponents", "empty lines above", "replicates as a data frame writes them"],
)  # fmt: skip
def test_takes_the_same_file_in_other_clothes(content: str, written: Written) -> None:
    wanted = first(written(PLAIN))
    assert first(written(content)) == wanted


def test_takes_names_with_spaces_quotes_commas_and_any_script(written: Written) -> None:
    names = ['"Çelik, Test Lab. 1"', "実験室", "L 2", '"a ""b"" c"']
    content = HEADER + "".join(
        f"{name},Numune ğ,{at},{1 + at / 10 + len(name) / 100}\n" for name in names for at in (1, 2)
    )
    found = first(written(content))
    assert found["material"] == "Numune ğ"
    assert list(found["mandel"]["h"]) == ["L 2", 'a "b" c', "Çelik, Test Lab. 1", "実験室"]


def test_takes_materials_in_natural_order_and_any_number(written: Written) -> None:
    content = HEADER + "".join(rows_of("1 2", "2 3", "3 4", material=f"S{at}") for at in range(40, 0, -1))
    assert [level["material"] for level in levels_of(written(content))["levels"]] == [
        f"S{at}" for at in range(1, 41)
    ]


def test_keeps_the_digits_of_large_results(written: Written) -> None:
    found = first(
        written(HEADER + rows_of("1000000000000.4 1000000000000.6", "1000000000000.3 1000000000000.5"))
    )
    assert found["s_r"] == pytest.approx(0.02**0.5, rel=1e-14)


def test_takes_a_row_without_a_value_for_a_gap(written: Written) -> None:
    found = first(written(PLAIN + "F,x,1,\nA,x,3,\n"))
    plain = first(written(PLAIN))
    assert "Rows without a value: 2." in found.pop("notes")
    plain.pop("notes")
    assert found == plain


STRUCTURE = (
    rows_of("1"),
    rows_of("1 2 3"),
    rows_of("1", "2"),
    rows_of("1 2", "2 3"),
    rows_of("1", "2", "3", "5"),
    rows_of("1 2", "2", "3 3 3", "5"),
    rows_of("0.1 0.1", "0.1 0.1", "0.1 0.1", "0.1 0.1"),
    rows_of("0 0", "1 1", "2 2", "5 5"),
    rows_of("1e-60 3e-60", "2e-60 4e-60", "1e-60 2e-60", "9e-60 1e-60"),
    rows_of("1e59 3e59", "2e59 4e59", "1e59 2e59", "9e59 -1e59"),
    rows_of("1 2", "2 3", "3 4") + "D,y,1,4\n",
    "A,x,1,\n",
)


@pytest.mark.parametrize("rows", STRUCTURE)
def test_has_every_key_for_every_design_and_a_reason_for_every_gap(rows: str, written: Written) -> None:
    full = first(written(PLAIN))
    answer = levels_of(written(HEADER + rows))
    json.dumps(answer, allow_nan=False)
    assert as_text(answer)
    for found in answer["levels"]:
        assert keys(found) == keys(full)
        undefined = [name for name, value in flat(found) if value is None and not name.startswith("unit")]
        assert not undefined or found["notes"]


def keys(level: dict[str, Any]) -> set[str]:
    ignored = ("mandel.h.", "mandel.k.", "mandel.k_crit_by_lab")
    return {name for name, _ in flat(level) if not name.startswith(ignored)}


def flat(value: Any, name: str = "") -> list[tuple[str, Any]]:
    if not isinstance(value, dict):
        return [(name, value)]
    return [pair for key, part in value.items() for pair in flat(part, f"{name}.{key}".lstrip("."))]


def test_has_all_keys_it_promises(written: Written) -> None:
    assert keys(first(written(PLAIN))) >= {
        "material", "labs", "results", "mean", "s_r", "s_L", "s_R", "r", "R", "notes",
        *(f"cochran.{name}" for name in ("lab", "C", "crit_1", "crit_5", "p", "verdict")),
        *(f"grubbs.{end}.{name}" for end in ("high", "low") for name in ("lab", "G", "crit_1", "crit_5", "verdict")),
        *(f"grubbs.double_{end}.{name}" for end in ("high", "low") for name in ("labs", "L", "p_one_sided", "verdict")),
        *(f"mandel.{name}" for name in ("h_crit_1", "h_crit_5", "k_crit_1", "k_crit_5")),
        *(f"robust.algorithm_a.{name}" for name in ("mean", "sd", "u")),
        "robust.q_hampel.mean", "robust.q_hampel.sd", "robust.median", "robust.mad_e", "robust.n_iqr",
    }  # fmt: skip
