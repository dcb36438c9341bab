"""Reports as a file: the same projection as the page, one row a report."""

import csv
import io
from collections.abc import Iterable
from typing import Any, Final

from apps.changes.projections import COUNTRIES, PLAIN, Named, ReportView

COLUMNS: Final = (
    "reference",
    "critical_input",
    "state",
    "submitted_at",
    "decided_at",
    "owner",
    *COUNTRIES,
    *PLAIN,
    "certificate_number",
    "shipments",
    "hidden_groups",
)
DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")


def reports_csv(views: Iterable[ReportView]) -> str:
    """Write reports as CSV. A closed field is empty and its group is named in `hidden_groups`.

    Texts that a spreadsheet would run as a formula begin with an apostrophe.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(getattr(view, name)) for name in COLUMNS] for view in views)
    return "\ufeff" + file.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Named):
        text = value.name if len(value.code) > 2 else value.code  # noqa: PLR2004 - a country is told by its code
    elif isinstance(value, tuple):
        text = "; ".join(
            item if isinstance(item, str) else f"{item.ships_on} {item.mass_kg} kg" for item in value
        )
    else:
        text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text
