"""The world as plain rows: what the oracle reads and the other world changes. No model, no manager."""

from typing import Any

from django.db import connection

Row = dict[str, Any]
Tables = dict[str, list[Row]]
NAMES = (
    "accounts_party",
    "accounts_organisation",
    "accounts_user",
    "accounts_membership",
    "accounts_apikey",
    "accounts_colleagueinvitation",
    "audit_entry",
    "certificates_batch",
    "certificates_batchline",
    "certificates_certificate",
    "certificates_letter",
    "certificates_listing",
    "certificates_surveillance",
    "changes_case",
    "changes_decision",
    "changes_question",
    "changes_recommendation",
    "changes_report",
    "changes_reportgrant",
    "changes_shipment",
    "consortia_agreementversion",
    "consortia_call",
    "consortia_consortium",
    "consortia_consortiummembership",
    "consortia_invitation",
    "materials_material",
    "notifications_notice",
    "notifications_sentmail",
    "studies_analysis",
    "studies_attachment",
    "studies_cell",
    "studies_characteristic",
    "studies_enrolment",
    "studies_item",
    "studies_itemcheck",
    "studies_outlierflag",
    "studies_paper",
    "studies_protocolversion",
    "studies_sample",
    "studies_sheet",
    "studies_study",
    "supply_country",
)
# Tables without secrets of one party from another: each with the reason.
OPEN = {
    "accounts_rememberedanswer": "answers to POST; no GET reads them",
    "accounts_user_groups": "unused, guardian wants it",
    "accounts_user_user_permissions": "unused, guardian wants it",
    "audit_delivery": "the outbox; health tells only whether something is dead",
    "audit_head": "follows from the entries",
    "audit_personalpart": "no page reads it",
    "audit_pulse": "health of the platform",
    "audit_register": "the next number; no page reads it",
    "certificates_credentialkey": "public keys, told to everybody; the private ones lie in files",
    "certificates_issuedfile": "hashes of files; only who has a file can ask for its own",
    "certificates_sealkey": "certificates of seals, which stand in every file; the private keys lie in files",
    "certificates_statusentry": "random places in lists that are public, told with the credential",
    "certificates_reminder": "that a reminder went out; no page reads it",
    "materials_criticalinput": "public reference data",
    "studies_studyright": "who coordinates: shown by moves, to the holder; by name to who leads the convener",
    "supply_loadeddata": "which file was loaded",
    "supply_production": "public reference data",
}
FRAMEWORK = ("auth_", "django_", "account_", "guardian_", "knox_")


def snapshot() -> Tables:
    """Read every row."""
    return {name: rows_of(name) for name in NAMES}


def rows_of(table: str) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        columns = [column.name for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def forgotten() -> list[str]:
    """Give the tables of the house that stand neither in NAMES nor in OPEN."""
    known = {*NAMES, *OPEN}
    named = connection.introspection.table_names()
    return [name for name in named if name not in known and not name.startswith(FRAMEWORK)]
