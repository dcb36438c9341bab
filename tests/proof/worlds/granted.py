"""What the oracle says a viewer is granted, as it must stand in the answers: a rule that hides all is no rule."""

import json
from collections.abc import Collection, Iterator
from typing import Any

from django.urls import reverse

from tests.proof.asking import Asker
from tests.proof.world import World
from tests.proof.worlds.comparing import answers, oracle_for
from tests.proof.worlds.oracle import ALL, GROUPS, Oracle
from tests.proof.worlds.tables import Row

PLAIN = {"grade": ("grade",), "supplier": ("current_supplier", "new_supplier"), "reason": ("reason",),
         "testing": ("testing_outcome",), "volumes": ("annual_volume_kg",)}  # fmt: skip
ORIGIN = ("country_mined", "country_processed", "country_shipped_from")


def missing(world: World, person: str | None, *, only: Collection[str] = ()) -> list[str]:
    """Give in sentences what the viewer should have received and did not; `only` narrows to some reports."""
    oracle, asker = oracle_for(world, person), Asker(world, person)
    wanted = [row for row in oracle.tables["changes_report"] if not only or str(row["id"]) in only]
    found = [*_reports(oracle, asker, wanted), *_listed(oracle, asker)]
    return (
        found if only else [*found, *_cases(oracle, asker), *_studies(oracle, asker), *_people(oracle, asker)]
    )


def _reports(oracle: Oracle, asker: Asker, wanted: list[Row]) -> Iterator[str]:
    for report in wanted:
        open_groups = oracle.groups(report) if _by_grant(oracle, report) else None
        answer = asker.ask(reverse("api-report", args=[report["id"]]))
        if open_groups is None:
            if answer.status == 200:
                yield f"{report['reference']} is open to {asker.person}"
            continue
        if answer.status != 200:
            yield f"{report['reference']}: {asker.person} gets {answer.status}"
            continue
        shown = json.loads(answer.body)
        if frozenset(shown["hidden_groups"]) != ALL - open_groups:
            yield f"{report['reference']}: {asker.person} is told {shown['hidden_groups']}, open are {open_groups}"
        for name, value in _wanted(oracle, report, open_groups):
            if shown[name] != value:
                yield f"{report['reference']}: {asker.person} reads {name} as {shown[name]!r} instead of {value!r}"


def _wanted(oracle: Oracle, report: Row, open_groups: frozenset[str]) -> Iterator[tuple[str, Any]]:
    """Give every field of the report as it must be read: its value where its group is open, else nothing."""
    yield "reference", report["reference"]
    yield "state", report["state"]
    for group, names in PLAIN.items():
        for name in names:
            yield name, _plain(report[name]) if group in open_groups else None
    for name in ORIGIN:
        code = report[f"{name}_id"]
        known = oracle.by_id["supply_country"] or {}
        row = next((one for one in oracle.tables["supply_country"] if one["code"] == code), known.get(code))
        yield name, {"code": code, "name": row["name_en"]} if "origin" in open_groups and row else None
    lines = [row for row in oracle.tables["changes_shipment"] if row["report_id"] == report["id"]]
    said = [{"ships_on": str(row["ships_on"]), "mass_kg": f"{row['mass_kg']:.3f}"} for row in lines]
    yield "shipments", said if "schedule" in open_groups else None


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | None) else f"{value:.3f}"


def _listed(oracle: Oracle, asker: Asker) -> Iterator[str]:
    """The list, through all its pages, holds exactly what the viewer may know of."""
    if asker.person is None:
        return
    pages = answers(asker, [reverse("api-reports")])
    listed = {row["reference"] for page in pages.values() for row in json.loads(page.body)["results"]}
    known = {row["reference"] for row in oracle.tables["changes_report"] if _by_grant(oracle, row)}
    if listed != known:
        yield f"{asker.person} is listed {sorted(listed ^ known)} too much or too little"


def _by_grant(oracle: Oracle, report: Row) -> bool:
    """Own, or granted; what is known only through its case stands in the queue, not among the reports."""
    live = any(oracle.is_live(grant, report) for grant in oracle.grants_of(report))
    return live or bool(oracle.owned([report], "owner_id"))


def _cases(oracle: Oracle, asker: Asker) -> Iterator[str]:
    for case in oracle.tables["changes_case"]:
        side = oracle.case_side(case)
        if not side:
            continue
        text = asker.ask(reverse("api-case", args=[case["id"]])).text
        wanted = [row["text"] for row in _of(oracle, "changes_question", case)]
        wanted += [row["reasons"] for row in _of(oracle, "changes_decision", case)]
        inside = [row["reasons"] for row in _of(oracle, "changes_recommendation", case)]
        wanted += inside if side == "office" else []
        yield from (
            f"{asker.person} misses “{one}” in {case['reference']}" for one in wanted if one not in text
        )
        if side == "firm":
            yield from (f"{asker.person} reads “{one}”" for one in inside if one in text)


def _of(oracle: Oracle, table: str, case: Row) -> list[Row]:
    return [row for row in oracle.tables[table] if row["case_id"] == case["id"]]


def _studies(oracle: Oracle, asker: Asker) -> Iterator[str]:
    """Own values on one's own sheet; every counted value, by code, in the analysis of a closed study."""
    for sheet in oracle.tables["studies_sheet"]:
        study = oracle.study_of(sheet)
        cells = [row for row in oracle.tables["studies_cell"] if row["sheet_id"] == sheet["id"]]
        values = [digits for cell in cells for digits in cell["reported"] if digits]
        if oracle.own_sheet(sheet):
            text = asker.ask(reverse("studies:sheet", args=[study["id"], sheet["id"]])).text
            yield from (f"{asker.person} misses own {one}" for one in values if one not in text)
        elif oracle.knows_results(sheet):
            told = asker.ask(reverse("api-analysis", args=[study["id"]])).text
            code = oracle.by_id["studies_enrolment"][sheet["enrolment_id"]]["code"]
            if code not in told:
                yield f"{asker.person} misses laboratory {code} in {study['reference']}"


def _people(oracle: Oracle, asker: Asker) -> Iterator[str]:
    """The people of one's own organisation, those who left too, each once; and nobody else."""
    if asker.person is None:
        return
    pages = answers(asker, [reverse("api-people")])
    listed = sorted(row["id"] for page in pages.values() for row in json.loads(page.body)["results"])
    known = oracle.colleagues()
    wanted = sorted(str(row["pseudonym"]) for row in oracle.tables["accounts_user"] if row["id"] in known)
    if listed != wanted:
        yield f"{asker.person} is listed {listed} as colleagues instead of {wanted}"


__all__ = ["GROUPS", "missing"]
