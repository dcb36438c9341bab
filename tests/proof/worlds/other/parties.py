"""Certificates, invitations, consortia, organisations, people and their notices in the other world."""

import json
from typing import Any

from tests.proof.worlds.oracle import Oracle
from tests.proof.worlds.other.change import Other, another
from tests.proof.worlds.tables import Row

BORN = {"issued", "suspended", "withdrawn", "superseded"}
SAID_OF_A_TURN = ("suspended_reason", "reinstated_reason", "amendment_reason")
ON_THE_REGISTER = {"product", "holder", "body", "test"}  # what of the facts anyone with the number may read


def changed(oracle: Oracle, other: Other) -> None:
    """Change every name and every object that is somebody else's."""
    _certificates(oracle, other)
    _consortia(oracle, other)
    _names(oracle, other)
    _people_of_others(oracle, other)
    for row in _of_others(oracle, "accounts_apikey"):
        other.turn("accounts_apikey", row, "label")
    for row in _of_others(oracle, "notifications_notice"):
        other.set("notifications_notice", row, words="Something else.", url="/elsewhere/")
        other.add("notifications_notice", row, entry=row["entry"] + 10**6)
    for row in oracle.tables["notifications_sentmail"]:
        other.turn("notifications_sentmail", row, "address", "subject")


def _of_others(oracle: Oracle, table: str) -> list[Row]:
    mine = (oracle.viewer.user_id, oracle.mine)
    return [row for row in oracle.tables[table] if (row["user_id"], row["organisation_id"]) != mine]


def _people_of_others(oracle: Oracle, other: Other) -> None:
    for row in oracle.tables["accounts_membership"]:
        if row["organisation_id"] != oracle.mine:
            other.turn("accounts_membership", row, "role", "since")
    for row in oracle.tables["accounts_colleagueinvitation"]:
        if not oracle.knows_invited_colleague(row):
            other.turn("accounts_colleagueinvitation", row, "email", "asked_at", "invited_by", "created_at")
            other.add("accounts_colleagueinvitation", row, email="more@colleague.example", token_sha256="")


def _certificates(oracle: Oracle, other: Other) -> None:
    for row in oracle.tables["certificates_certificate"]:
        side = oracle.certificate_side(row)
        if side == "holder":
            names: tuple[str, ...] = ("last_error",) if row["decided_at"] else ("last_error", "evaluation")
        elif side:
            names = ()
        else:
            names = (
                "last_error",
                "evaluation",
                "reasons",
                "withdrawn_reason",
                "requested_by",
                "created_at",
                *(name for name in SAID_OF_A_TURN if row[name]),
            )
        other.turn("certificates_certificate", row, *names)
        if not side and row["state"] in BORN:
            facts = json.loads(row["facts"])
            inner = {name: value if name in ON_THE_REGISTER else "Other" for name, value in facts.items()}
            said = {"facts": json.dumps(inner), "facts_sha256": "0" * 64, "pdf_sha256": "1" * 64}
            other.set("certificates_certificate", row, **said)
        elif not side:
            other.add("certificates_certificate", row, state="refused", decided_by=row["id"], facts="",
                      decided_at=oracle.now, evaluated_by=row["body_id"], evaluated_at=oracle.now)  # fmt: skip

    for row in oracle.tables["certificates_listing"]:
        gone = ("listed_at", "number", "issued_on", "valid_until") if row["unlisted_at"] else ()
        other.turn("certificates_listing", row, "listed_by", *gone)
    for row in oracle.tables["certificates_surveillance"]:
        certificate = oracle.by_id["certificates_certificate"][row["certificate_id"]]
        if not oracle.certificate_side(certificate):
            other.turn("certificates_surveillance", row, "note", "done_by", "done_on")
    for row in oracle.tables["certificates_letter"]:
        if not oracle.knows_letter(row):
            other.turn("certificates_letter", row, "address", "line", "sent_by", "created_at", "attempts")
    for row in oracle.tables["certificates_batch"]:
        if not oracle.knows_batch(row):
            other.turn("certificates_batch", row, "reasons", "months", "ordered_by", "created_at")
    for row in oracle.tables["certificates_batchline"]:
        if row["blocked_because"] and not _knows_line(oracle, row):
            other.turn("certificates_batchline", row, "blocked_because")


def _knows_line(oracle: Oracle, row: Row) -> bool:
    return oracle.knows_batch(oracle.by_id["certificates_batch"][row["batch_id"]])


def _consortia(oracle: Oracle, other: Other) -> None:
    for row in oracle.tables["consortia_invitation"]:
        if not oracle.knows_invitation(row):
            other.turn("consortia_invitation", row, "organisation_name", "email", "created_at", "sent_count")
            if row["state"] != "sent":  # to the holder of its link all closed ones look the same
                other.set("consortia_invitation", row, state="revoked", answered_at=None, joined_id=None)
    for row in oracle.tables["consortia_consortium"]:
        if row["party_ptr_id"] not in oracle.consortia:
            other.turn("consortia_consortium", row, "purpose")
    for row in oracle.tables["consortia_agreementversion"]:
        if row["consortium_id"] not in oracle.consortia:
            other.turn("consortia_agreementversion", row, "summary_en", "text_en", "version")
    for row in oracle.tables["consortia_consortiummembership"]:
        if row["consortium_id"] not in oracle.consortia and row["organisation_id"] != oracle.mine:
            other.set("consortia_consortiummembership", row, role="observer")


def _names(oracle: Oracle, other: Other) -> None:
    for row in oracle.tables["accounts_organisation"]:
        place = row["party_ptr_id"]
        if place != oracle.mine:
            other.turn("accounts_organisation", row, "address", "is_sme")
        if not oracle.knows_name_of(place):
            other.turn("accounts_party", oracle.by_id["accounts_party"][place], "name", "name_key")
    colleagues = oracle.colleagues()
    for row in oracle.tables["accounts_user"]:
        if not oracle.knows_person(row):
            other.turn("accounts_user", row, "name", "search_key")
        if row["id"] not in colleagues:
            other.set("accounts_user", row, email=f"other-{row['id']}@elsewhere.example", language="tr")
    for row in oracle.tables["materials_material"]:
        if not oracle.knows_material(row):
            shown = () if oracle.is_on_show(row) else ("name", "grade")
            other.turn("materials_material", row, *shown, "producer")


def absent(oracle: Oracle, other: Other) -> None:
    """Leave out what is somebody else's; what is on the public register stays."""
    for row in oracle.tables["certificates_certificate"]:
        if not oracle.certificate_side(row) and row["state"] not in BORN:
            other.drop("certificates_certificate", row)
    for row in oracle.tables["certificates_letter"]:
        if not oracle.knows_letter(row):
            other.drop("certificates_letter", row)
    for row in oracle.tables["certificates_batchline"]:
        if not _knows_line(oracle, row):
            other.drop("certificates_batchline", row)
    for row in oracle.tables["certificates_batch"]:
        if not oracle.knows_batch(row):
            other.drop("certificates_batch", row)
    for row in oracle.tables["consortia_invitation"]:
        if not oracle.knows_invitation(row) and row["state"] != "sent":
            other.drop("consortia_invitation", row)
    for row in oracle.tables["accounts_colleagueinvitation"]:
        if not oracle.knows_invited_colleague(row):
            other.drop("accounts_colleagueinvitation", row)
    for table in ("accounts_apikey", "notifications_notice"):
        for row in _of_others(oracle, table):
            other.drop(table, row)
    for row in oracle.tables["consortia_consortiummembership"]:
        if _is_elsewhere(oracle, row):
            other.drop("consortia_consortiummembership", row)
    for row in oracle.tables["notifications_sentmail"]:
        other.drop("notifications_sentmail", row)


def _is_elsewhere(oracle: Oracle, row: Row) -> Any:
    return row["consortium_id"] not in oracle.consortia and row["organisation_id"] != oracle.mine


__all__ = ["absent", "another", "changed"]
