"""The standard fields and the parts of a report in the reader's language: one table for pages, forms and files."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from apps.core.errors import Words


@dataclass(frozen=True)
class Part:
    """One page of the report's task list and the fields it asks for."""

    slug: str
    label: Words
    fields: tuple[str, ...]


PARTS: Final = (
    Part("change", _("What changes"), ("critical_input", "reason")),
    Part(
        "origin",
        _("Origin and supplier"),
        ("country_mined", "country_processed", "country_shipped_from", "current_supplier", "new_supplier"),
    ),
    Part("testing", _("Material and testing"), ("grade", "certificate_number", "testing_outcome")),
    Part("schedule", _("Volumes and schedule"), ("annual_volume_kg", "shipments")),
)
WHO_SEES: Final = Part("who-sees", _("Who sees it"), ())
CHECK: Final = Part("check", _("Check and send"), ())

LABELS: Final[dict[str, Any]] = {  # lazy texts; Any, because form fields know no other promise
    "critical_input": _("Critical input"),
    "reason": _("Why the supplier changes"),
    "country_mined": _("Country where it is mined"),
    "country_processed": _("Country where it is processed"),
    "country_shipped_from": _("Country it is shipped from"),
    "current_supplier": _("Current supplier"),
    "new_supplier": _("New supplier"),
    "grade": _("Grade"),
    "certificate_number": _("Certificate number"),
    "testing_outcome": _("Testing outcome"),
    "annual_volume_kg": _("Volume in a year"),
    "shipments": _("Shipments planned"),
    "owner": _("Reporting firm"),
}

CHANNELS: Final[dict[str, Words]] = {
    "page": _("on a page"),
    "case": _("on the case’s page"),
    "API": _("through the API"),
    "CSV": _("in a file"),
}


def part_of(field: str) -> str:
    """Give the slug of the page that asks for a field."""
    return next((part.slug for part in PARTS if field in part.fields), CHECK.slug)
