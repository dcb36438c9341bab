"""What templates print: a report as sections of rows, states as pills, tabs."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.changes.models import Report
from apps.changes.projections import ReportLine, ReportView
from apps.changes.states import CaseState, ReportState
from apps.changes.words import LABELS, PARTS, Part
from apps.core.errors import Words
from apps.core.templatetags.figures import day, number

TONES: Final = {
    ReportState.DRAFT: "neutral",
    ReportState.SUBMITTED: "info",
    ReportState.APPROVED: "good",
    ReportState.REFUSED: "bad",
    CaseState.OPEN: "info",
    CaseState.ASKED: "warn",
    CaseState.RECOMMENDED: "info",
}
GROUP_OF: Final = {"certificate_number": "testing", "shipments": "schedule"}


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of components/summary_list.html."""

    label: Words
    value: str | None
    unit: str = ""
    url: str = ""
    hidden: bool = False
    change_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the report with its rows."""

    slug: str
    title: Words
    rows: list[Row]


@dataclass(frozen=True)
class Tab:
    """A tab of an object page."""

    label: Words
    url: str
    current: bool


@dataclass(frozen=True)
class Pill:
    """A state in words."""

    tone: str
    label: Words


def report_pill(line: ReportLine) -> Pill:
    """Tell a report's state."""
    return Pill(TONES[ReportState(line.state)], ReportState(line.state).label)


def case_pill(state: str) -> Pill:
    """Tell a case's state."""
    return Pill(TONES[CaseState(state)], CaseState(state).label)


def sections(view: ReportView, *, changeable: bool = False) -> list[Section]:
    """Give a report in the order of its parts; closed fields say so."""
    return [
        Section(
            slug=part.slug,
            title=part.label,
            rows=[_row(view, part, name, changeable) for name in part.fields],
        )
        for part in PARTS
    ]


def _row(view: ReportView, part: Part, name: str, changeable: bool) -> Row:  # noqa: FBT001 - one table's rows
    group = Report.SHARING.group_of.get(name)
    group_name = GROUP_OF.get(name, group.name if group else "")
    value, unit = _value(view, name)
    certificate = view.certificate_number if name == "certificate_number" else None
    return Row(
        label=LABELS[name],
        value=value,
        unit=unit,
        hidden=group_name in view.hidden_groups,
        url=reverse("verify:certificate", args=[certificate]) if certificate else "",
        change_url=reverse("changes:part", args=[view.id, part.slug]) if changeable else "",
    )


@dataclass(frozen=True)
class ShipmentRow:
    """A planned shipment in words."""

    id: int
    day: str
    mass: str


def mass(value: Decimal) -> str:
    """Write kilograms without the zeros that only the column holds."""
    return number(value.normalize())


def shipment_rows(view: ReportView) -> list[ShipmentRow]:
    """Give the planned shipments in the reader's words."""
    return [ShipmentRow(line.id, day(line.ships_on), mass(line.mass_kg)) for line in view.shipments or ()]


def _value(view: ReportView, name: str) -> tuple[str | None, str]:
    value: Any = getattr(view, name)
    if name == "shipments":
        lines = (f"{line.day}: {line.mass} kg" for line in shipment_rows(view))
        return "\n".join(lines), ""
    if name == "annual_volume_kg":
        return (mass(value), "kg") if value is not None else (None, "")
    return (value if isinstance(value, str | None) else value.name), ""


def tabs(named: Iterable[tuple[Words, str, Any]], current: str) -> list[Tab]:
    """Make tabs from (label, URL name, id)."""
    return [Tab(label, reverse(name, args=[pk]), name == current) for label, name, pk in named]


def report_tabs(view: ReportView, current: str, *, own: bool, has_case: bool) -> list[Tab]:
    """Give the tabs of a report: its firm sees also who sees it, and the case."""
    named = [(_("Report"), "changes:report", view.id)]
    if own:
        named.append((_("Who sees it"), "changes:sharing", view.id))
    if own and has_case:
        named.append((_("Case"), "changes:report_case", view.id))
    return tabs([*named, (_("Record"), "changes:report_record", view.id)], current)


def group_columns() -> list[dict[str, Words]]:
    """Give the field groups as the columns of components/who_sees.html."""
    return [{"label": group.label} for group in Report.SHARING.groups]
