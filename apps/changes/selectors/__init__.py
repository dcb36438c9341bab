"""Reading reports, cases, who sees what, and what waits."""

from apps.changes.models import Case, Report
from apps.changes.selectors.cases import (
    case_for,
    case_of_report,
    case_view,
    cases_page,
    standings_of_case,
)
from apps.changes.selectors.duty import DutyLine, told_by_duty
from apps.changes.selectors.home import in_progress_for, waiting_for
from apps.changes.selectors.pictures import (
    DaysLeft,
    MonthCount,
    counts_by_input_and_month,
    queue_by_days_left,
)
from apps.changes.selectors.record import reads_of, record_of_case, record_of_report
from apps.changes.selectors.register import certificate_id
from apps.changes.selectors.reports import (
    ReportFilters,
    doubts_of,
    gaps_of,
    mask_of,
    report_for,
    reports_for_file,
    reports_page,
    standings_of_report,
    today,
    view_of,
    views_of,
)
from apps.changes.selectors.shares import (
    ShareLine,
    receivers_for,
    seen_as,
    share_of,
    shares_of,
    shares_page,
)
from apps.core.actor import Actor


def standings_of(actor: Actor, row: Report | Case) -> frozenset[str]:
    """Say what the actor is to a report or to a case, in the words of the flow tables."""
    return standings_of_report(actor, row) if isinstance(row, Report) else standings_of_case(actor, row)


__all__ = [
    "DaysLeft",
    "DutyLine",
    "MonthCount",
    "ReportFilters",
    "ShareLine",
    "case_for",
    "case_of_report",
    "case_view",
    "cases_page",
    "certificate_id",
    "counts_by_input_and_month",
    "doubts_of",
    "gaps_of",
    "in_progress_for",
    "mask_of",
    "queue_by_days_left",
    "reads_of",
    "receivers_for",
    "record_of_case",
    "record_of_report",
    "report_for",
    "reports_for_file",
    "reports_page",
    "seen_as",
    "share_of",
    "shares_of",
    "shares_page",
    "standings_of",
    "today",
    "told_by_duty",
    "view_of",
    "views_of",
    "waiting_for",
]
