"""What a viewer may know, said a second time in plain Python. It shares no code with the apps.

Sources: the issue, the design (section 6) and the docstrings of what is shared; where they leave a choice,
the stricter reading stands here and is named.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tests.proof.worlds.tables import Row, Tables
from tests.proof.worlds.trail import Trail

# Field group: (bit, columns of the report). The schedule lies in a table of its own.
GROUPS: dict[str, tuple[int, tuple[str, ...]]] = {
    "reporter": (0, ("owner_id",)),
    "origin": (1, ("country_mined_id", "country_processed_id", "country_shipped_from_id")),
    "grade": (2, ("grade",)),
    "schedule": (3, ()),
    "volumes": (4, ("annual_volume_kg",)),
    "testing": (5, ("certificate_id", "testing_outcome")),
    "supplier": (6, ("current_supplier", "new_supplier")),
    "reason": (7, ("reason",)),
}
ALL = frozenset(GROUPS)
PURPOSES = {
    "firm": {"qualification", "supply_security"},
    "laboratory": {"qualification"},
    "institution": {"qualification"},
    "certification_body": {"qualification"},
    "industry_body": {"statistics"},
    "administration": {"casework"},
}
PUBLIC_KINDS = {"administration", "industry_body"}  # everybody may know which offices there are


@dataclass(frozen=True)
class Viewer:
    """Who looks: ids and the kind of the organisation; all empty for a visitor."""

    user_id: int = 0
    pseudonym: UUID | None = None
    organisation_id: UUID | None = None
    kind: str = ""
    role: str = ""


def viewer_of(tables: Tables, user_id: int | None) -> Viewer:
    """Look a person up (each of the cast has one role)."""
    if user_id is None:
        return Viewer()
    person = next(row for row in tables["accounts_user"] if row["id"] == user_id)
    role = next(row for row in tables["accounts_membership"] if row["user_id"] == user_id)
    place = role["organisation_id"]
    kind = next(row["kind"] for row in tables["accounts_organisation"] if row["party_ptr_id"] == place)
    return Viewer(user_id, person["pseudonym"], place, kind, role["role"])


class Oracle(Trail):
    """Answers about one viewer in one world."""

    def __init__(self, tables: Tables, viewer: Viewer, now: datetime) -> None:
        self.tables, self.viewer, self.now = tables, viewer, now
        self.mine = viewer.organisation_id
        self.by_id = {name: {row.get("id"): row for row in rows} for name, rows in tables.items()}
        joined = tables["consortia_consortiummembership"]
        self.consortia = {
            row["consortium_id"]
            for row in joined
            if self._is(row["organisation_id"]) and row["left_at"] is None
        }
        self.parties = {self.mine, *self.consortia} - {None}

    def _is(self, organisation_id: Any) -> bool:
        return self.mine is not None and organisation_id == self.mine

    # Reports
    def groups(self, report: Row) -> frozenset[str] | None:
        """Give the open groups of a report; None if the viewer may not even know that it exists."""
        if self._is(report["owner_id"]):
            return ALL
        live = [grant for grant in self.grants_of(report) if self.is_live(grant, report)]
        bits = 0
        for grant in live:
            bits |= grant["mask"]
        if not live and not self.case_side(self.case_of(report)):
            return None
        return frozenset(name for name, (bit, _columns) in GROUPS.items() if bits >> bit & 1)

    def grants_of(self, report: Row) -> list[Row]:
        return [row for row in self.tables["changes_reportgrant"] if row["obj_id"] == report["id"]]

    def is_live(self, grant: Row, report: Row) -> bool:
        """To one of the viewer's parties, in its time, not revoked, no embargo, for a purpose they have."""
        return (
            grant["grantee_id"] in self.parties
            and grant["revoked_at"] is None
            and grant["valid_from"] <= self.now < grant["valid_until"]
            and (report["embargo_until"] is None or report["embargo_until"] <= self.now)
            and (grant["basis"] == "duty" or grant["purpose"] in PURPOSES.get(self.viewer.kind, set()))
        )

    def case_of(self, report: Row) -> Row | None:
        return next((row for row in self.tables["changes_case"] if row["report_id"] == report["id"]), None)

    def case_side(self, case: Row | None) -> str:
        """Tell "office", "firm", or nothing for who may not know of the case."""
        if case is None:
            return ""
        if self._is(case["administration_id"]):
            return "office"
        report = self.by_id["changes_report"].get(case["report_id"])
        return "firm" if report and self._is(report["owner_id"]) else ""

    # Studies
    def convenes(self, study: Row) -> bool:
        return self._is(study["convener_id"])

    def knows_study(self, study: Row) -> bool:
        return self.convenes(study) or (
            study["state"] != "planned" and study["consortium_id"] in self.consortia
        )

    def knows_roles(self, study: Row) -> bool:
        """Which code is which material: the convener always, the others after closing."""
        return self.convenes(study) or (self.knows_study(study) and study["closed_at"] is not None)

    def is_published(self, study: Row) -> bool:
        """Of a concluded study anybody may read what its consortium agreed to publish."""
        return study["state"] == "concluded" and study["publication"] != "nothing"

    def is_on_show(self, material: Row) -> bool:
        """Tell whether a published study names a material: by name and grade, never its producer."""
        shown = {row["id"] for row in self.tables["studies_study"] if self.is_published(row)}
        items = self.tables["studies_item"]
        return any(row["study_id"] in shown and row["material_id"] == material["id"] for row in items)

    def own_codes(self) -> set[tuple[Any, str]]:
        """Give the own laboratory's codes, each with its study."""
        rows = self.tables["studies_enrolment"]
        return {(row["study_id"], row["code"]) for row in rows if self.own_enrolment(row)}

    def own_enrolment(self, enrolment: Row) -> bool:
        return self._is(enrolment["organisation_id"])

    def study_of(self, sheet_or_enrolment: Row) -> Row:
        enrolment = sheet_or_enrolment
        if "enrolment_id" in enrolment:
            enrolment = self.by_id["studies_enrolment"][enrolment["enrolment_id"]]
        return self.by_id["studies_study"][enrolment["study_id"]]

    def knows_sample(self, sample: Row) -> bool:
        """Which code is on which jar: the convener, who packs, and the laboratory that opens it."""
        enrolment = self.by_id["studies_enrolment"][sample["enrolment_id"]]
        return self.own_enrolment(enrolment) or self.convenes(self.study_of(enrolment))

    def own_sheet(self, sheet: Row) -> bool:
        return self.own_enrolment(self.by_id["studies_enrolment"][sheet["enrolment_id"]])

    def knows_results(self, sheet: Row) -> bool:
        """Own ones; of others, those that count, under their code, after closing."""
        study = self.study_of(sheet)
        after = study["closed_at"] is not None and sheet["state"] == "taken" and self.knows_study(study)
        return self.own_sheet(sheet) or after

    # Certificates, invitations, consortia
    def certificate_side(self, row: Row) -> str:
        return "body" if self._is(row["body_id"]) else "holder" if self._is(row["holder_id"]) else ""

    def knows_letter(self, row: Row) -> bool:
        """What was sent by mail is the holder's alone; the body of the certificate does not know it."""
        return self._is(self.by_id["certificates_certificate"][row["certificate_id"]]["holder_id"])

    def knows_batch(self, row: Row) -> bool:
        return self._is(row["body_id"])

    def knows_invitation(self, row: Row) -> bool:
        return self._is(row["invited_for_id"])

    def knows_invited_colleague(self, row: Row) -> bool:
        """Whom my organisation has invited is known to its leads (strict reading: to nobody else in it)."""
        return self._is(row["organisation_id"]) and self.viewer.role == "lead"

    def knows_material(self, row: Row) -> bool:
        return row["owner_id"] in self.parties

    # People and names
    def knows_name_of(self, organisation_id: Any) -> bool:
        return (
            self._is(organisation_id)
            or organisation_id in self._named_to_me()
            or organisation_id in self._published_by()
        )

    def _published_by(self) -> set[Any]:
        """Who convened a published study, and the consortium it was made for."""
        shown = [row for row in self.tables["studies_study"] if self.is_published(row)]
        return {row[name] for row in shown for name in ("convener_id", "consortium_id")}

    def _named_to_me(self) -> set[Any]:
        if self.mine is None:
            return set()
        tables = self.tables
        named = {
            row["party_ptr_id"] for row in tables["accounts_organisation"] if row["kind"] in PUBLIC_KINDS
        }
        named |= {
            row["organisation_id"]
            for row in tables["consortia_consortiummembership"]
            if row["consortium_id"] in self.consortia
        }
        named |= {
            row["convener_id"]
            for row in tables["consortia_consortium"]
            if row["party_ptr_id"] in self.consortia
        }
        for report in tables["changes_report"]:
            if "reporter" in (self.groups(report) or ()):
                named.add(report["owner_id"])
            if self._is(report["owner_id"]):
                named |= {grant["grantee_id"] for grant in self.grants_of(report)}
        for row in tables["certificates_certificate"]:
            if self.certificate_side(row):
                named |= {row["holder_id"], row["body_id"]}
        return named

    def knows_person(self, person: Row) -> bool:
        """Own colleagues; of others those who signed or asked for a certificate of mine (strict reading)."""
        roles = [row for row in self.tables["accounts_membership"] if row["user_id"] == person["id"]]
        return (
            any(self._is(row["organisation_id"]) for row in roles)
            or person["pseudonym"] in self._signatories()
        )

    def _signatories(self) -> set[Any]:
        fields = ("requested_by", "evaluated_by", "decided_by")
        mine = [row for row in self.tables["certificates_certificate"] if self.certificate_side(row)]
        return {row[name] for row in mine for name in fields}

    def colleagues(self) -> set[Any]:
        roles = self.tables["accounts_membership"]
        return {row["user_id"] for row in roles if self._is(row["organisation_id"])}

    def owned(self, rows: Iterable[Row], column: str) -> list[Row]:
        return [row for row in rows if self._is(row[column])]
