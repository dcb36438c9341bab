"""Filling a report, part by part; each part is saved at once."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.rules import REPORT
from apps.audit.services import record
from apps.changes import rules
from apps.changes.events import ReportChanged, ReportDrafted
from apps.changes.models import Report, Shipment
from apps.changes.projections import COUNTRIES
from apps.changes.selectors import certificate_id, standings_of
from apps.changes.services.locks import locked_report
from apps.changes.states import REPORT_FLOW
from apps.core.actor import Actor
from apps.core.errors import Conflict, Invalid, NotAllowed, Words
from apps.core.references import new_reference
from apps.materials.models import CriticalInput
from apps.supply.models import Country

TEXTS: Final = ("reason", "current_supplier", "new_supplier", "grade", "testing_outcome")
CHANGEABLE: Final = frozenset(
    {*TEXTS, *COUNTRIES, "critical_input", "certificate_number", "annual_volume_kg", "shipments"}
)
MOST_SHIPMENTS: Final = 60
Wrong = dict[str, list[Words]]


@transaction.atomic
def draft_report(*, actor: Actor, critical_input: str, reason: str = "") -> Report:
    """Begin a report about a critical input; it takes its reference now.

    Raises `NotAllowed` without the capability, `Invalid` for an unknown input.
    """
    if not actor.may(REPORT):
        raise NotAllowed(_("Your role here does not report supplier changes."))
    wrong: Wrong = {}
    about = _input(critical_input, wrong)
    if about is None:
        raise Invalid(_("Choose the critical input."), fields=wrong)
    report = Report.objects.create(
        owner_id=actor.organisation_id,
        reference=new_reference("SC", actor.now.year),
        critical_input=about,
        reason=reason.strip(),
        created_at=actor.now,
    )
    record(ReportDrafted(report_id=str(report.pk), reference=report.reference), actor=actor)
    return report


@transaction.atomic
def change_report(*, actor: Actor, report_id: UUID, values: Mapping[str, Any]) -> Report:
    """Write some standard fields of a draft; fields that are not named stay.

    Countries and the input are codes, the certificate is its number, `shipments` (day, mass in kg) pairs that
    replace the schedule. Raises `Invalid` with a line per field, `Conflict` once the report is sent.
    """
    report = _open_draft(actor, report_id)
    if unknown := set(values) - CHANGEABLE:
        raise Invalid(
            _("A report has no such field."), fields={name: [_("Unknown.")] for name in sorted(unknown)}
        )
    wrong: Wrong = {}
    _write_plain(report, values, wrong)
    _write_named(report, values, wrong)
    if wrong:
        raise Invalid(_("Some fields are not right."), fields=wrong)
    report.save()
    if "shipments" in values:
        _replace_shipments(report, values["shipments"])
    record(ReportChanged(report_id=str(report.pk)), actor=actor)
    return report


@transaction.atomic
def add_shipment(*, actor: Actor, report_id: UUID, ships_on: date, mass_kg: Decimal) -> Shipment:
    """Add one line to a draft's schedule."""
    report = _open_draft(actor, report_id)
    wrong: Wrong = {}
    _check_mass(mass_kg, "mass_kg", wrong)
    if ships_on < rules.local_day(actor.now):
        wrong["ships_on"] = [_("Choose today or a day to come.")]
    if report.shipments.count() >= MOST_SHIPMENTS:
        wrong["ships_on"] = [_("A report holds at most %(most)s shipments.") % {"most": MOST_SHIPMENTS}]
    if wrong:
        raise Invalid(_("This shipment cannot be added."), fields=wrong)
    line = Shipment.objects.create(report=report, ships_on=ships_on, mass_kg=mass_kg)
    record(ReportChanged(report_id=str(report.pk)), actor=actor)
    return line


@transaction.atomic
def remove_shipment(*, actor: Actor, report_id: UUID, shipment_id: int) -> None:
    """Take one line out of a draft's schedule. Raises `Conflict` if it is gone already."""
    report = _open_draft(actor, report_id)
    removed, _kinds = report.shipments.filter(pk=shipment_id).delete()
    if not removed:
        raise Conflict(_("This shipment is gone already."))
    record(ReportChanged(report_id=str(report.pk)), actor=actor)


def _open_draft(actor: Actor, report_id: UUID) -> Report:
    report = locked_report(actor, report_id)
    REPORT_FLOW.move("change", report.state, standings_of(actor, report))
    return report


def _write_plain(report: Report, values: Mapping[str, Any], wrong: Wrong) -> None:
    for name in TEXTS:
        if name in values:
            setattr(report, name, (values[name] or "").strip())
    if "annual_volume_kg" in values:
        report.annual_volume_kg = values["annual_volume_kg"]
        if report.annual_volume_kg is not None:
            _check_mass(report.annual_volume_kg, "annual_volume_kg", wrong)
    for _day, mass in values.get("shipments") or ():
        _check_mass(mass, "shipments", wrong)
    if len(values.get("shipments") or ()) > MOST_SHIPMENTS:
        wrong["shipments"] = [_("A report holds at most %(most)s shipments.") % {"most": MOST_SHIPMENTS}]


def _write_named(report: Report, values: Mapping[str, Any], wrong: Wrong) -> None:
    if "critical_input" in values and (about := _input(values["critical_input"], wrong)):
        report.critical_input = about
    asked = {name: (values[name] or "") for name in COUNTRIES if name in values}
    known = Country.objects.in_bulk([code for code in asked.values() if code])
    for name, code in asked.items():
        if code and code not in known:
            wrong[name] = [_("Choose a country from the list.")]
        setattr(report, name, known.get(code))
    if "certificate_number" in values:
        _write_certificate(report, (values["certificate_number"] or "").strip(), wrong)


def _write_certificate(report: Report, number: str, wrong: Wrong) -> None:
    found = certificate_id(number) if number else None
    if number and found is None:
        wrong["certificate_number"] = [
            _("The register does not know this number. Check it, or leave it empty.")
        ]
    report.certificate_id = found


def _input(code: str, wrong: Wrong) -> CriticalInput | None:
    found = CriticalInput.objects.filter(pk=code).first()
    if found is None:
        wrong["critical_input"] = [_("Choose the critical input from the list.")]
    return found


def _check_mass(mass: Decimal, field: str, wrong: Wrong) -> None:
    if mass <= 0:
        wrong[field] = [_("Give kilograms above zero.")]


def _replace_shipments(report: Report, lines: Any) -> None:
    report.shipments.all().delete()
    Shipment.objects.bulk_create(
        Shipment(report=report, ships_on=day, mass_kg=mass) for day, mass in lines or ()
    )
