"""Studies, laboratories, sheets and results in the other world."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.proof.worlds.oracle import Oracle
from tests.proof.worlds.other.change import Other, another
from tests.proof.worlds.tables import Row


def changed(oracle: Oracle, other: Other) -> None:
    """Change what other laboratories did, who is behind a code, and every study out of sight."""
    tables = oracle.tables
    for study in tables["studies_study"]:
        if not oracle.knows_study(study):
            other.turn("studies_study", study, "title", "purpose", "results_due_on", "created_at")
        if not (oracle.knows_study(study) and study["closed_at"]):
            other.turn("studies_study", study, "protocol_salt")
        if not (oracle.knows_roles(study) or oracle.is_published(study)):
            _swapped_items(oracle, other, study)
    for version in tables["studies_protocolversion"]:
        _version(oracle, other, version)
    for enrolment in tables["studies_enrolment"]:
        _enrolment(oracle, other, enrolment)
    for check in tables["studies_itemcheck"]:
        if not oracle.knows_roles(oracle.by_id["studies_study"][_study_of(oracle, check)]):
            other.turn("studies_itemcheck", check, "reason")
    for flag in tables["studies_outlierflag"]:
        if not oracle.knows_study(oracle.by_id["studies_study"][flag["study_id"]]):
            other.turn("studies_outlierflag", flag, "reason")
    for sample in tables["studies_sample"]:
        if not oracle.knows_sample(sample):
            other.turn("studies_sample", sample, "code", "created_at")
    for sheet in tables["studies_sheet"]:
        if not oracle.own_sheet(sheet):
            _sheet(oracle, other, sheet)
        if not oracle.knows_results(sheet):
            _results(oracle, other, sheet)
    for analysis in tables["studies_analysis"]:
        _analysis(oracle, other, analysis)
    for paper in tables["studies_paper"]:
        other.turn("studies_paper", paper, "last_error")
        if not oracle.knows_study(oracle.by_id["studies_study"][paper["study_id"]]):
            made = ("pdf_sha256",) if paper["made_at"] else ()
            other.turn("studies_paper", paper, "ordered_at", "made_at", *made)


def _analysis(oracle: Oracle, other: Other, analysis: Row) -> None:
    """Change what other laboratories stated of their uncertainty, and all numbers of a study out of sight.

    The numbers of the published one are no secret from who reads its words, but they are not told.
    """
    study = oracle.by_id["studies_study"][analysis["study_id"]]
    _scores_of_others(oracle, other, analysis)
    other.turn("studies_analysis", analysis, "stated_salt", "stated_sha256")  # told to nobody at all
    if not oracle.knows_study(study):
        hash_ = () if oracle.is_published(study) else ("inputs_sha256",)
        other.turn("studies_analysis", analysis, "numbers", *hash_)


def _scores_of_others(oracle: Oracle, other: Other, analysis: Row) -> None:
    own, levels = oracle.own_codes(), json.loads(analysis["scores"])
    for level in levels:
        columns = level["scores"]
        for at, code in enumerate(columns["lab"]):
            if (analysis["study_id"], code) not in own:
                columns["u"][at], columns["zeta"][at], columns["en"][at] = 7.5, 3.25, 2.125
                columns["zeta_word"][at] = columns["en_word"][at] = "action"
    other.set("studies_analysis", analysis, scores=json.dumps(levels))


def _study_of(oracle: Oracle, check: Row) -> Any:
    return oracle.by_id["studies_item"][check["item_id"]]["study_id"]


def _swapped_items(oracle: Oracle, other: Other, study: Row) -> None:
    """Let the items stand for each other's materials, under other codes. The protocol's hash stays: see `COMMITMENTS`."""
    items = [row for row in oracle.tables["studies_item"] if row["study_id"] == study["id"]]
    for item in items:
        other.set("studies_item", item, material_id=another(item["material_id"]))
    for item, instead in zip(items, reversed(items), strict=True):
        swapped = {name: instead[name] for name in ("material_id", "role")}
        other.set("studies_item", item, **swapped, code=f"X{item['code']}")


def _version(oracle: Oracle, other: Other, version: Row) -> None:
    """Let a locked text name other materials, under another salt. Its hash stays: see `COMMITMENTS`."""
    study = oracle.by_id["studies_study"][version["study_id"]]
    if not oracle.knows_roles(study):
        said = json.loads(version["text"])
        items = [{**item, "code": f"X{item['code']}", "material": "another"} for item in said["items"]]
        other.set(
            "studies_protocolversion", version, text=json.dumps({**said, "items": items, "salt": "another"})
        )
    if not oracle.knows_study(study):
        other.turn("studies_protocolversion", version, "reason", "sha256")


def _enrolment(oracle: Oracle, other: Other, enrolment: Row) -> None:
    study = oracle.study_of(enrolment)
    if oracle.own_enrolment(enrolment) or oracle.convenes(study):
        return
    taken = {
        row["organisation_id"] for row in oracle.tables["studies_enrolment"] if row["study_id"] == study["id"]
    }
    somebody = _somebody(oracle, taken)
    known_by_code = study["closed_at"] is not None and oracle.knows_study(study)
    values: Row = {"enrolled_by": another(enrolment["enrolled_by"])}
    if not known_by_code:
        values |= {"code": f"X{enrolment['code']}"[:8], "created_at": another(enrolment["created_at"])}
        if not oracle.is_published(study):  # of which is told how many took part
            _one_more_laboratory(oracle, other, enrolment, somebody)
    else:
        values["organisation_id"] = another(enrolment["organisation_id"])
    other.set("studies_enrolment", enrolment, **values)


def _somebody(oracle: Oracle, taken: set[Any]) -> Any:
    rows = oracle.tables["accounts_organisation"]
    return next(row["party_ptr_id"] for row in rows if row["party_ptr_id"] not in taken | {oracle.mine})


def _one_more_laboratory(oracle: Oracle, other: Other, enrolment: Row, organisation_id: Any) -> None:
    """Add, once a study, a laboratory that has handed in."""
    of_study = [row for row in oracle.tables["studies_enrolment"] if row["study_id"] == enrolment["study_id"]]
    if enrolment != next(row for row in of_study if not oracle.own_enrolment(row)):
        return
    code = f"Z{other.added}"
    added = other.add("studies_enrolment", enrolment, organisation_id=organisation_id, code=code)
    sheets = [row for row in oracle.tables["studies_sheet"] if row["state"] == "taken"]
    inside = [row for row in sheets if oracle.study_of(row)["id"] == enrolment["study_id"]]
    like = next(iter(inside), sheets[0])
    sheet = other.add("studies_sheet", like, enrolment_id=added["id"])
    # Cells are of the items of one study: where nothing was taken yet, there is nothing to be like.
    of_sheet = [row for row in oracle.tables["studies_cell"] if inside and row["sheet_id"] == like["id"]]
    for row in of_sheet:
        other.add("studies_cell", row, sheet_id=sheet["id"])


def _sheet(oracle: Oracle, other: Other, sheet: Row) -> None:
    """Let another laboratory's sheet be another one; a draft, moreover, is there no more."""
    names = ("file_name", "handed_in_by", "sha256", "rows_total", "created_at", "analyst", "instrument")
    files = [row for row in oracle.tables["studies_attachment"] if row["sheet_id"] == sheet["id"]]
    for row in files:
        other.turn("studies_attachment", row, "file_name", "sha256", "size", "attached_by", "attached_at")
    if sheet["state"] == "draft":
        other.set("studies_sheet", sheet, state="discarded", hints="[]")
    other.turn("studies_sheet", sheet, *names)


def _results(oracle: Oracle, other: Other, sheet: Row) -> None:
    rows = [row for row in oracle.tables["studies_cell"] if row["sheet_id"] == sheet["id"]]
    for row in rows:
        values = [digits and another(Decimal(digits)) for digits in row["reported"]]
        other.set("studies_cell", row, reported=[value and f"{value.normalize():f}" for value in values])
    if rows and not oracle.own_sheet(sheet):
        like = {"created_at": sheet["created_at"] + timedelta(hours=1), "state": "received"}
        other.add("studies_sheet", sheet, **like, read_at=None, handed_in_at=None, version=None)


def absent(oracle: Oracle, other: Other) -> None:
    """Leave out other laboratories and studies out of sight."""
    gone: set[Any] = set()
    for study in oracle.tables["studies_study"]:
        if not (oracle.knows_study(study) or oracle.is_published(study)):
            other.drop("studies_study", study)
            for table in (
                "studies_paper",
                "studies_outlierflag",
                "studies_item",
                "studies_characteristic",
                "studies_analysis",
                "studies_protocolversion",
            ):
                for row in oracle.tables[table]:
                    if row["study_id"] == study["id"]:
                        other.drop(table, row)
    for enrolment in oracle.tables["studies_enrolment"]:
        study = oracle.study_of(enrolment)
        after = study["closed_at"] is not None and oracle.knows_study(study)
        # How many laboratories took part in a published study is told.
        after = after or oracle.is_published(study)
        if not (oracle.own_enrolment(enrolment) or oracle.convenes(study) or after):
            gone.add(enrolment["id"])
            other.drop("studies_enrolment", enrolment)
    for sample in oracle.tables["studies_sample"]:
        if not oracle.knows_sample(sample):
            other.drop("studies_sample", sample)
    for check in oracle.tables["studies_itemcheck"]:
        if not oracle.knows_roles(oracle.by_id["studies_study"][_study_of(oracle, check)]):
            other.drop("studies_itemcheck", check)
    _sheets_gone(oracle, other, gone)


def _sheets_gone(oracle: Oracle, other: Other, gone: set[Any]) -> None:
    """Drop the sheets of laboratories that are gone, and of the others what does not count."""
    without: set[Any] = set()
    for sheet in oracle.tables["studies_sheet"]:
        uncounted = sheet["state"] != "taken" and not oracle.own_sheet(sheet)
        if sheet["enrolment_id"] in gone or uncounted:
            other.drop("studies_sheet", sheet)
            without.add(sheet["id"])
        elif not (oracle.knows_results(sheet) or oracle.is_published(oracle.study_of(sheet))):
            without.add(sheet["id"])
    for table in ("studies_cell", "studies_attachment"):
        for row in oracle.tables[table]:
            if row["sheet_id"] in without:
                other.drop(table, row)
