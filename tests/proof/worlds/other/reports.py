"""Reports, grants and cases in the other world."""

from datetime import timedelta

from tests.proof.worlds.oracle import ALL, GROUPS, Oracle
from tests.proof.worlds.other.change import Other, another
from tests.proof.worlds.tables import Row

TEXTS = ("reason", "current_supplier", "new_supplier", "grade", "testing_outcome")
EVERY_BIT = 255


def changed(oracle: Oracle, other: Other) -> None:
    """Change every closed field, every report out of sight, and add some."""
    for report in oracle.tables["changes_report"]:
        open_groups = oracle.groups(report)
        if open_groups is None:
            _another_report(oracle, other, report)
        else:
            other.set("changes_report", report, **_closed(oracle, report, open_groups))
            if "schedule" not in open_groups:
                _another_schedule(oracle, other, report)
        _grants(oracle, other, report)
        _case(oracle, other, oracle.case_of(report))
    _more(oracle, other)


def _closed(oracle: Oracle, report: Row, open_groups: frozenset[str]) -> Row:
    """Give other values for the columns of closed groups; the embargo is nobody's but the owner's."""
    columns = [name for group in ALL - open_groups for name in GROUPS[group][1]]
    values: Row = {name: another(report[name]) for name in columns if name in TEXTS}
    values |= {name: _other_country(oracle, report[name]) for name in columns if name.startswith("country")}
    if "annual_volume_kg" in columns:
        values["annual_volume_kg"] = another(report["annual_volume_kg"])
    if "certificate_id" in columns:
        known = [row["id"] for row in oracle.tables["certificates_certificate"] if row["number"]]
        values["certificate_id"] = None if report["certificate_id"] else known[0]
    if "owner_id" in columns:
        values["owner_id"] = another_firm(oracle, report["owner_id"])
    if open_groups != ALL and report["embargo_until"] is None:
        values["embargo_until"] = oracle.now - timedelta(days=1)
    return values


def _other_country(oracle: Oracle, code: str | None) -> str:
    return next(row["code"] for row in oracle.tables["supply_country"] if row["code"] != code)


def another_firm(oracle: Oracle, owner_id: object) -> object:
    """Give a firm that is neither the owner nor the viewer's."""
    rows = oracle.tables["accounts_organisation"]
    return next(
        row["party_ptr_id"]
        for row in rows
        if row["kind"] == "firm" and row["party_ptr_id"] not in {owner_id, oracle.mine}
    )


def _another_report(oracle: Oracle, other: Other, report: Row) -> None:
    values = _closed(oracle, report, frozenset()) | {
        "reference": f"XX-{str(report['id'])[:8]}",
        "critical_input_id": "gallium",
        "created_at": report["created_at"] + timedelta(days=1),
    }
    values.pop("owner_id")
    if report["state"] == "submitted":
        values |= {"state": "refused", "decided_at": oracle.now}
    other.set("changes_report", report, **values | {"embargo_until": report["embargo_until"]})
    _another_schedule(oracle, other, report)


def _another_schedule(oracle: Oracle, other: Other, report: Row) -> None:
    for line in oracle.tables["changes_shipment"]:
        if line["report_id"] == report["id"]:
            other.turn("changes_shipment", line, "ships_on", "mass_kg")
            other.add("changes_shipment", line)


def _grants(oracle: Oracle, other: Other, report: Row) -> None:
    """Others' grants, and one's own that are not live, open everything in the other world."""
    for grant in _unknown_grants(oracle, report):
        other.set("changes_reportgrant", grant, mask=EVERY_BIT)
        if grant["grantee_id"] not in oracle.parties:
            other.set("changes_reportgrant", grant, valid_until=grant["valid_until"] + timedelta(days=1))
        other.add("changes_reportgrant", grant, mask=1)


def _unknown_grants(oracle: Oracle, report: Row) -> list[Row]:
    if oracle._is(report["owner_id"]):
        return []
    return [grant for grant in oracle.grants_of(report) if not oracle.is_live(grant, report)]


def _case(oracle: Oracle, other: Other, case: Row | None) -> None:
    if case is None:
        return
    side = oracle.case_side(case)
    tables = oracle.tables
    if not side:
        other.set("changes_case", case, reference=f"YY-{str(case['id'])[:8]}", due_on=another(case["due_on"]))
    for row in tables["changes_recommendation"]:
        if row["case_id"] == case["id"] and side != "office":
            said = "refuse" if row["outcome"] == "approve" else "approve"
            other.set("changes_recommendation", row, outcome=said)
            other.turn("changes_recommendation", row, "reasons", "made_by", "made_at", "returned_note")
            other.add("changes_recommendation", row, returned_at=oracle.now)
    for row in tables["changes_question"]:
        if row["case_id"] == case["id"]:
            names = {"firm": ("asked_by",), "office": ("answered_by",)}.get(
                side, ("text", "asked_by", "asked_at")
            )
            other.turn("changes_question", row, *names)
    for row in tables["changes_decision"]:
        if row["case_id"] == case["id"] and side != "office":
            names = ("decided_by", "recommended_by") if side else ("reasons", "decided_by", "decided_at")
            other.turn("changes_decision", row, *names)


def _more(oracle: Oracle, other: Other) -> None:
    """Add a report out of sight: another firm's draft, once granted to the viewer and revoked again."""
    like = next(row for row in oracle.tables["changes_report"] if row["state"] == "draft")
    firm = another_firm(oracle, like["owner_id"])
    added = other.add("changes_report", like, reference="XX-added", owner_id=firm, created_at=oracle.now)
    dead = next((row for row in oracle.tables["changes_reportgrant"] if row["revoked_at"]), None)
    for party in sorted(oracle.parties, key=str):
        if dead and party != firm:
            named = {"obj_id": added["id"], "grantor_id": firm, "grantee_id": party, "mask": EVERY_BIT}
            other.add("changes_reportgrant", dead, **named, obj_created_at=oracle.now)


def absent(oracle: Oracle, other: Other) -> None:
    """Leave out everything out of sight, and empty what is closed."""
    for report in oracle.tables["changes_report"]:
        case = oracle.case_of(report)
        _without_case(oracle, other, case)
        for grant in _unknown_grants(oracle, report):
            other.drop("changes_reportgrant", grant)
        if oracle.groups(report) is None:
            other.drop("changes_report", report)
        else:
            _emptied(oracle, other, report)


def _emptied(oracle: Oracle, other: Other, report: Row) -> None:
    open_groups = oracle.groups(report)
    closed = ALL - (ALL if open_groups is None else open_groups)
    names = [name for group in closed for name in GROUPS[group][1] if name != "owner_id"]
    other.set("changes_report", report, **{name: "" if name in TEXTS else None for name in names})
    if "schedule" in closed:
        for line in oracle.tables["changes_shipment"]:
            if line["report_id"] == report["id"]:
                other.drop("changes_shipment", line)


def _without_case(oracle: Oracle, other: Other, case: Row | None) -> None:
    side = oracle.case_side(case)
    if case is None or side == "office":
        return
    gone = ["changes_recommendation"]
    if not side:
        gone += ["changes_question", "changes_decision"]
        other.drop("changes_case", case)
    for table in gone:
        for row in oracle.tables[table]:
            if row["case_id"] == case["id"]:
                other.drop(table, row)
