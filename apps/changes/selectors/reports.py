"""Finding and listing reports; each party receives its own projection."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from apps.accounts.rules import APPROVE, REPORT
from apps.changes.models import Report, Shipment
from apps.changes.projections import ReportLine, ReportView, report_line, report_view
from apps.changes.rules import Gap, doubts_in, gaps_in, local_day
from apps.changes.selectors.register import is_valid
from apps.changes.states import ADMINISTRATION, REPORTER
from apps.core.actor import Actor
from apps.core.paging import Page, Place
from apps.sharing.querysets import SharedQuerySet, masks
from apps.sharing.selectors import found

CSV_ROWS = 1000


@dataclass(frozen=True)
class ReportFilters:
    """What a list is narrowed by. `country_mined` finds only reports whose origin the reader may see."""

    critical_input: str = ""
    state: str = ""
    country_mined: str = ""

    @property
    def any(self) -> bool:
        """Tell whether the list is narrowed at all."""
        return bool(self.critical_input or self.state or self.country_mined)


def _with_relations() -> SharedQuerySet[Report]:
    rows = Report.objects.select_related("critical_input", "owner", "certificate")
    return rows.select_related("country_mined", "country_processed", "country_shipped_from")


def report_for(actor: Actor, report_id: UUID) -> Report:
    """Find a report the actor may know of, or raise `Missing`; show it through `view_of` only."""
    return found(_with_relations(), actor, report_id)


def standings_of_report(actor: Actor, report: Report) -> frozenset[str]:
    """Say what the actor is to a report: its reporter, or the office that decides on it."""
    standings = set()
    if report.owner_id == actor.organisation_id and actor.may(REPORT):
        standings.add(REPORTER)
    case = getattr(report, "case", None) if actor.may(APPROVE) else None
    if case and case.administration_id == actor.organisation_id:
        standings.add(ADMINISTRATION)
    return frozenset(standings)


def mask_of(actor: Actor, report: Report) -> int:
    """Give what the actor may open of one report."""
    return masks(actor, [report])[report.pk]


def view_of(actor: Actor, report: Report) -> ReportView:
    """Project a report as the actor receives it."""
    return views_of(actor, [report])[0]


def views_of(actor: Actor, reports: Sequence[Report]) -> list[ReportView]:
    """Project reports as the actor receives them, in two queries for all of them."""
    seen = masks(actor, list(reports))
    shipments: dict[UUID, list[Shipment]] = defaultdict(list)
    for line in Shipment.objects.filter(report__in=[report.pk for report in reports]):
        shipments[line.report_id].append(line)
    return [report_view(report, seen[report.pk], shipments[report.pk]) for report in reports]


def reports_page(
    actor: Actor, filters: ReportFilters = ReportFilters(), *, before: Place | None = None, most: int = 50
) -> Page[ReportLine]:
    """Give a page of the reports the actor may know of, newest first."""
    page = _page(actor, filters, before, most)
    seen = masks(actor, list(page.rows))
    return Page([report_line(row, seen[row.pk]) for row in page.rows], page.next_token)


def reports_for_file(actor: Actor, filters: ReportFilters) -> list[Report]:
    """Give the newest reports of a filtered list, for an export."""
    return list(_page(actor, filters, None, CSV_ROWS).rows)


def _page(actor: Actor, filters: ReportFilters, before: Place | None, most: int) -> Page[Report]:
    if not filters.any:
        return _with_relations().newest(actor, most=most, before=before)
    rows = _narrowed(actor, filters)
    if before:
        earlier = Q(created_at=before.created_at, id__lt=before.id)
        rows = rows.filter(Q(created_at__lt=before.created_at) | earlier)
    listed = list(rows.order_by("-created_at", "-id")[: most + 1])
    last = listed[most - 1] if len(listed) > most else None
    return Page(listed[:most], Place(last.created_at, last.pk).token() if last else "")


def _narrowed(actor: Actor, filters: ReportFilters) -> SharedQuerySet[Report]:
    """A filter on a closed group must not tell: `where` looks only where the actor may read it."""
    rows = _with_relations()
    if filters.country_mined:
        rows = rows.where(actor, "country_mined", country_mined=filters.country_mined)
    else:
        rows = rows.visible_to(actor)
    core: dict[str, Any] = {"critical_input": filters.critical_input, "state": filters.state}
    return rows.filter(**{name: value for name, value in core.items() if value})


def gaps_of(view: ReportView, *, actor: Actor) -> list[Gap]:
    """Give what a draft still lacks; the certificate is looked up in the register."""
    filled = view.filled()
    valid = is_valid(filled["certificate_number"], at=actor.now)
    return gaps_in(filled | {"certificate_is_valid": valid}, on=today(actor))


def doubts_of(view: ReportView) -> list[Gap]:
    """Give what is odd in a draft but not in the way."""
    return doubts_in(view.filled())


def today(actor: Actor) -> date:
    """Give the day of the actor's now, where the administration sits."""
    return local_day(actor.now)
