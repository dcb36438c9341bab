"""Second act: a study is planned, four laboratories hand in, it closes and is computed."""

import io

import pytest

from apps.demo.people import CAROL, IRIS, KIM
from apps.demo.testing import REPLICATES, UNIT
from apps.studies.models import Cell
from tests.journeys import stage
from tests.workers import wait_until


def play(walk):
    """Play the act."""
    plan_and_open(walk)
    hand_in(walk)
    close_and_compute(walk)


def plan_and_open(walk):
    """Plan the study with its materials and characteristics, and open it; then nothing in it changes."""
    iris = walk(IRIS)
    of = {"critical_input": "aluminium", "owner_id": walk.consortium, "grade": "EN AW-2024"}
    walk.materials = [
        iris.posts("materials/", of | {"name": name, "producer": producer})["id"]
        for name, producer in (
            ("AlCu4Mg1 K-Recycled", "Kestrel Alloys"),
            ("AlCu4Mg1 primary", "Overseas smelter"),
        )
    ]
    candidate, incumbent = walk.materials
    plan = {
        "consortium_id": walk.consortium,
        "title": "AlCu4Mg1 from recycled metal",
        "candidate_id": candidate,
    }
    plan |= {"incumbent_id": incumbent, "replicates": REPLICATES, "results_due_on": str(stage.in_days(40))}
    walk.study = f"studies/{iris.posts('studies/', plan)['id']}/"
    walk(CAROL).gets(walk.study, status=404)
    for one in stage.PROTOCOL:
        said = {
            "code": one.code,
            "name_en": one.name_en,
            "name_tr": one.name_tr,
            "unit": UNIT,
            "method": stage.METHOD,
        }
        limits = {"lower": one.lower or None, "upper": one.upper or None}
        iris.posts(f"{walk.study}characteristics/", said | limits)
    opened = iris.posts(f"{walk.study}open/", status=200)
    assert opened["protocol_sha256"]
    iris.posts(f"{walk.study}characteristics/", said | {"code": "Zn"}, status=409)


def hand_in(walk):
    """Four laboratories hand in; a bad file is reported by row and column and stores nothing."""
    sheets = stage.sheets()
    for (_house, lead), sheet in zip(stage.TAKES_PART, sheets, strict=True):
        lab = walk(lead)
        enrolled = lab.posts(f"{walk.study}enrol/")
        assert enrolled["own"]["has_handed_in"] is False
        assert enrolled["items"] == []
        walk.item = stage.sample_of(lead)
        assert walk.item in enrolled["own"]["samples"]
        if lead is CAROL:
            cedars = walk.item
            refuse_a_bad_file(walk, sheet)
        file = io.BytesIO(sheet.file(walk.item))
        file.name = "results.csv"
        assert lab.uploads(f"{walk.study}sheets/", file)["state"] == "taken"
    long = sheets[0].long_file(cedars).decode()
    said = {"file_name": "long.csv", "content": long}
    walk(CAROL).posts(f"{walk.study}sheets/", said, key="silent", status=422)
    said["reason"] = "The last rows were missing."
    sent = walk(CAROL).posts(f"{walk.study}sheets/", said, key="long")
    again = walk(CAROL).posts(f"{walk.study}sheets/", said, key="long")
    assert sent["id"] == again["id"]
    own = f"{walk.study}sheets/{sent['id']}/"
    wait_until(lambda: walk(CAROL).gets(own)["state"] == "taken", 30)
    assert walk(CAROL).gets(own)["rows_done"] == 12_000 + 18
    listed = walk(CAROL).gets(f"{walk.study}sheets/")["results"]
    assert [one["state"] for one in listed] == ["taken", "replaced", "refused"]
    keep_others_out(walk, own, sheets[0])


def refuse_a_bad_file(walk, sheet):
    said = {"file_name": "spoilt.csv", "content": sheet.bad_file(walk.item).decode()}
    refused = walk(CAROL).posts(f"{walk.study}sheets/", said)
    assert (refused["state"], refused["fault_count"]) == ("refused", 1)
    fault = refused["faults"][0]
    assert (fault["row"], fault["column"], fault["code"]) == (3, "value", "decimal_comma")
    assert not Cell.objects.exists()


def keep_others_out(walk, own, sheet):
    colin = walk(stage.COLIN)
    colin.gets(own, status=404)
    assert len(colin.gets(f"{walk.study}sheets/")["results"]) == 1
    seen = colin.gets(walk.study)
    assert seen["laboratories"] is None
    assert not any(value in str(seen) for value in sheet.values("Cu"))
    colin.gets(f"{walk.study}analysis/", status=409)
    walk(IRIS).gets(f"{walk.study}analysis/", status=409)


def close_and_compute(walk):
    """Close: m and s_r are those that the book gives for these sheets, under codes."""
    walk(stage.COLIN).posts(f"{walk.study}close/", status=403)
    assert walk(IRIS).posts(f"{walk.study}close/", status=200)["state"] == "closed"
    told = walk(KIM).gets(f"{walk.study}analysis/")
    assert told["own_code"] is None
    levels = {one["code"]: one for one in told["levels"] if one["role"] == "candidate"}
    assert set(levels) == set(stage.ELEMENTS)
    for code, level in levels.items():
        mean, s_r = stage.mean_and_repeatability(code)
        assert level["numbers"]["mean"] == pytest.approx(mean, rel=1e-12)
        assert level["numbers"]["s_r"] == pytest.approx(s_r, rel=1e-9)
        assert len(level["results"]) == len(stage.TAKES_PART)
    assert "Cedar" not in str(told)
    walk(CAROL).posts(f"{walk.study}sheets/", {"content": "late"}, status=409)
