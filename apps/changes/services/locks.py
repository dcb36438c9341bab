"""Finding, authorising and locking what a service is about to change."""

from uuid import UUID

from apps.changes.models import Case, Report
from apps.changes.selectors import case_for, report_for
from apps.core.actor import Actor


def locked_report(actor: Actor, report_id: UUID) -> Report:
    """Lock a report that the actor may know of, or raise `Missing`."""
    report_for(actor, report_id)
    rows = Report.objects.unscoped("locked after report_for found it").select_for_update(of=("self",))
    return rows.select_related("critical_input", "owner", "certificate").get(pk=report_id)


def locked_case(actor: Actor, case_id: UUID) -> Case:
    """Lock a case that the actor may know of, or raise `Missing`; its report comes with it, unlocked."""
    case_for(actor, case_id)
    rows = Case.objects.unscoped("locked after case_for found it").select_for_update(of=("self",))
    return rows.select_related("report", "administration").get(pk=case_id)
