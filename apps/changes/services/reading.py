"""Reading what another party owns: each read leaves an entry that the owner can see.

One object is read without a transaction of its own (the note has one): nothing is delivered if the note fails.
"""

from uuid import UUID

from django.db import transaction

from apps.changes.models import Report
from apps.changes.projections import CaseView, ReportView
from apps.changes.selectors import (
    ReportFilters,
    case_for,
    case_view,
    report_for,
    reports_for_file,
    view_of,
    views_of,
)
from apps.core.actor import Actor
from apps.sharing.services import note_read


def read_report(*, actor: Actor, report_id: UUID, channel: str) -> ReportView:
    """Give a report as the actor receives it, and note the read for its owner."""
    report = report_for(actor, report_id)
    view = view_of(actor, report)
    _note(actor, report, view, channel)
    return view


def read_case(*, actor: Actor, case_id: UUID, channel: str) -> CaseView:
    """Give a case as the actor receives it, and note for the firm that its report was read."""
    case = case_for(actor, case_id)
    view = case_view(actor, case)
    _note(actor, case.report, view.report, channel)
    return view


@transaction.atomic
def read_reports(*, actor: Actor, filters: ReportFilters, channel: str) -> list[ReportView]:
    """Give the newest reports of a list whole, and note the read of every report that is another's."""
    reports = reports_for_file(actor, filters)
    views = views_of(actor, reports)
    for report, view in zip(reports, views, strict=True):
        _note(actor, report, view, channel)
    return views


def _note(actor: Actor, report: Report, view: ReportView, channel: str) -> None:
    """Note what was delivered: everything but the groups the view names as hidden."""
    mask = sum(group.mask for group in Report.SHARING.groups if group.name not in view.hidden_groups)
    note_read(row=report, mask=mask, actor=actor, channel=channel)
