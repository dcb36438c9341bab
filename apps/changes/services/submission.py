"""Sending a report: it opens a case at the administration and is opened to whom the duty names."""

from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import Organisation
from apps.accounts.rules import CASEWORK, STATISTICS
from apps.accounts.selectors import organisations_of_kind
from apps.audit.services import record
from apps.changes import rules
from apps.changes.events import CaseOpened, ReportSubmitted
from apps.changes.models import Case, Report
from apps.changes.selectors import gaps_of, standings_of, view_of
from apps.changes.services.locks import locked_report
from apps.changes.states import REPORT_FLOW
from apps.core.actor import Actor
from apps.core.errors import Conflict
from apps.sharing.services import open_by_duty

EVERYTHING: Final = tuple(group.name for group in Report.SHARING.groups)


@transaction.atomic
def submit_report(*, actor: Actor, report_id: UUID) -> Case:
    """Send a complete report to the administration and inform the industry body that it was sent.

    Raises `Invalid` naming what is missing, `Conflict` when it was sent already or nobody can receive it.
    """
    report = locked_report(actor, report_id)
    move = REPORT_FLOW.move("submit", report.state, standings_of(actor, report))
    rules.check_complete(gaps_of(view_of(actor, report), actor=actor))
    report.state, report.submitted_at = move.target, actor.now
    report.save(update_fields=["state", "submitted_at"])
    case = _open_case(report, actor)
    _open_by_duty(report, case.administration, actor)
    record(
        ReportSubmitted(report_id=str(report.pk), case_id=str(case.pk), case_reference=case.reference),
        actor=actor,
    )
    record(CaseOpened(case_id=str(case.pk), report_id=str(report.pk), reference=case.reference), actor=actor)
    return case


def _open_case(report: Report, actor: Actor) -> Case:
    offices = organisations_of_kind(Organisation.Kind.ADMINISTRATION)
    if not offices:
        raise Conflict(_("No administration is on the platform yet to receive the report."))
    return Case.objects.create(
        reference=report.reference.replace("SC-", "CH-"),  # one case a report: the same letters
        report=report,
        administration=offices[0],
        due_on=rules.working_day_after(rules.local_day(actor.now), rules.TARGET_DAYS),
        created_at=actor.now,
    )


def _open_by_duty(report: Report, office: Organisation, actor: Actor) -> None:
    """The administration reads all of it; industry bodies learn that it exists, not from whom."""
    until = rules.years_later(actor.now, rules.DUTY_YEARS)
    open_by_duty(
        row=report,
        grantee=office,
        groups=EVERYTHING,
        purpose=CASEWORK,
        legal_basis=rules.REPORTING_DUTY,
        until=until,
        actor=actor,
    )
    for body in organisations_of_kind(Organisation.Kind.INDUSTRY_BODY):
        open_by_duty(
            row=report,
            grantee=body,
            groups=(),
            purpose=STATISTICS,
            legal_basis=rules.STATISTICS_DUTY,
            until=until,
            actor=actor,
        )
