"""What of the trail a viewer may know: the second half of the oracle."""

from typing import Any
from uuid import UUID

from tests.proof.worlds.tables import Row, Tables

TO_FIRM = {"changes.CaseOpened", "changes.QuestionAsked", "changes.QuestionAnswered", "changes.CaseDecided"}
TO_MEMBERS = {
    f"consortia.{name}" for name in ("ConsortiumOpened", "AgreementAdopted", "CallPublished", "MemberJoined")
}


class Trail:
    """Answers about entries; `Oracle` gives what they rest on."""

    mine: UUID | None
    tables: Tables
    consortia: set[Any]

    def knows_entry(self, entry: Row) -> bool:
        """Tell whether the viewer may learn of an entry, by the object whose chain it stands in."""
        kind, _colon, identity = entry["chain"].partition(":")
        if self.mine is None or kind == "credential_key":  # the operator's; no page reads these entries
            return False
        if kind == "organisation":
            return identity == str(self.mine)
        row = self._object(kind, identity)
        return row is not None and bool(getattr(self, f"_knows_{kind}_entry")(entry, row))

    def _object(self, kind: str, identity: str) -> Row | None:
        table = {
            "report": "changes_report", "case": "changes_case", "study": "studies_study", "sheet": "studies_sheet",
            "sample": "studies_sample", "certificate": "certificates_certificate", "consortium": "consortia_consortium",
            "material": "materials_material", "letter": "certificates_letter", "batch": "certificates_batch",
        }[kind]  # fmt: skip
        key = "party_ptr_id" if kind == "consortium" else "id"
        return next((row for row in self.tables[table] if str(row[key]) == identity), None)

    def _knows_report_entry(self, entry: Row, row: Row) -> bool:
        told = entry["event"] == "changes.ReportSubmitted" and self.groups(row) is not None
        return self._is(row["owner_id"]) or told

    def _knows_case_entry(self, entry: Row, row: Row) -> bool:
        side = self.case_side(row)
        return side == "office" or (side == "firm" and entry["event"] in TO_FIRM)

    def _knows_study_entry(self, entry: Row, row: Row) -> bool:
        others = entry["event"] == "studies.LaboratoryEnrolled" and not self._is(entry["acting_for"])
        return self.convenes(row) or (self.knows_study(row) and not others)

    def _knows_sheet_entry(self, _entry: Row, row: Row) -> bool:
        return self.own_sheet(row)

    def _knows_sample_entry(self, _entry: Row, row: Row) -> bool:
        return self.knows_sample(row)

    def _knows_certificate_entry(self, _entry: Row, row: Row) -> bool:
        return bool(self.certificate_side(row))

    def _knows_letter_entry(self, _entry: Row, row: Row) -> bool:
        return self.knows_letter(row)

    def _knows_batch_entry(self, _entry: Row, row: Row) -> bool:
        return self.knows_batch(row)

    def _knows_material_entry(self, _entry: Row, row: Row) -> bool:
        return self.knows_material(row)

    def _knows_consortium_entry(self, entry: Row, row: Row) -> bool:
        member = row["party_ptr_id"] in self.consortia
        return self._is(row["convener_id"]) or (member and entry["event"] in TO_MEMBERS)

    def hides_author(self, entry: Row) -> bool:
        """Tell whether of a known entry the acting organisation is not to be known: a closed reporter."""
        kind, _colon, identity = entry["chain"].partition(":")
        if kind != "report" or self._is(entry["acting_for"]):
            return False
        row = self._object(kind, identity)
        open_groups = self.groups(row) if row else None
        return open_groups is not None and "reporter" not in open_groups
