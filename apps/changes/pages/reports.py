"""A report as its firm and others see it, who sees it, its case and its record."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.told import older_than
from apps.changes import selectors, services
from apps.changes.forms import ShareForm
from apps.changes.models import Report
from apps.changes.pages.rows import case_pill, group_columns, report_pill, report_tabs, sections
from apps.changes.pages.tasks import tasks
from apps.changes.projections import ReportView
from apps.changes.selectors import ShareLine
from apps.changes.states import REPORT_FLOW
from apps.core.errors import Invalid, Missing
from apps.core.forms import show_refusal
from apps.core.templatetags.figures import day


@member_page()
def report(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """Show a report: the task list of a draft to who may change it, else what is open to the reader."""
    view = services.read_report(actor=request.actor, report_id=report_id, channel="page")
    row = selectors.report_for(request.actor, report_id)
    moves = REPORT_FLOW.open_to(view.state, selectors.standings_of(request.actor, row))
    changeable = any(move.name == "change" for move in moves)
    context = _context(request, row, view, "changes:report") | {
        "sections": [] if changeable else sections(view),
        "tasks": tasks(view, selectors.gaps_of(view, actor=request.actor)) if changeable else [],
        "hidden": [group.label for group in Report.SHARING.groups if group.name in view.hidden_groups],
    }
    return render(request, "changes/report.html", context)


def _context(request: SignedInRequest, row: Report, view: ReportView, current: str) -> dict[str, Any]:
    own = row.owner_id == request.actor.organisation_id
    has_case = own and view.submitted_at is not None
    return {
        "view": view,
        "own": own,
        "pill": report_pill(view),
        "tabs": report_tabs(view, current, own=own, has_case=has_case),
    }


def _own(request: SignedInRequest, report_id: UUID) -> Report:
    row = selectors.report_for(request.actor, report_id)
    if row.owner_id != request.actor.organisation_id:
        raise Missing("")
    return row


@member_page()
def record(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """Tell what happened to a report, as far as the reader may know."""
    row = selectors.report_for(request.actor, report_id)
    view = selectors.view_of(request.actor, row)
    mask = selectors.mask_of(request.actor, row)
    entries = selectors.record_of_report(request.actor, row, mask, before=older_than(request))
    context = _context(request, row, view, "changes:report_record") | {"entries": entries}
    return render(request, "changes/report_record.html", context)


@member_page()
def report_case(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """Show the firm its case: where it stands, questions and answers, the decision."""
    row = _own(request, report_id)
    case = selectors.case_of_report(request.actor, row)
    if case is None:
        raise Missing("")
    shown = selectors.case_view(request.actor, case)
    context = _context(request, row, shown.report, "changes:report_case") | {
        "case": shown,
        "case_pill": case_pill(shown.state),
        "entries": selectors.record_of_case(request.actor, case, before=older_than(request)),
    }
    return render(request, "changes/report_case.html", context)


@member_page()
def sharing(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """Show the firm who sees what of its report, and open more of it."""
    row = _own(request, report_id)
    data = request.POST if request.method == "POST" else None
    form = ShareForm(data, receivers=selectors.receivers_for(request.actor))
    if form.is_bound and form.is_valid():
        try:
            said = dict(form.cleaned_data)
            said["grantee_id"] = UUID(said.pop("grantee"))
            services.share_report(actor=request.actor, report_id=row.pk, **said)
        except Invalid as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Opened. They see it from now on."))
            return redirect("changes:sharing", row.pk)
    view = selectors.view_of(request.actor, row)
    shares = selectors.shares_of(request.actor, row)
    context = _context(request, row, view, "changes:sharing") | {
        "form": form,
        "groups": group_columns(),
        "parties": [_party(row, line) for line in shares if line.is_live],
        "ended": [line for line in shares if not line.is_live],
        "reads": selectors.reads_of(request.actor, row, before=older_than(request)),
    }
    return render(request, "changes/sharing.html", context, status=422 if form.errors else 200)


def _party(row: Report, line: ShareLine) -> dict[str, Any]:
    shown = {
        "name": line.party,
        "kind": line.kind,
        "marks": line.marks,
        "purpose": line.purpose_label if not line.by_duty else _(line.legal_basis),
        "until": day(line.until),
        "preview_url": reverse("changes:seen_as", args=[row.pk, line.party_id]),
    }
    if line.by_duty:
        return shown
    consequence = _("%(party)s loses sight of it at once.") % {"party": line.party}
    return shown | {
        "revoke_url": reverse("changes:revoke", args=[row.pk, line.grant_id]),
        "consequence": consequence,
    }


@require_POST
@member_page()
def revoke(request: SignedInRequest, report_id: UUID, grant_id: UUID) -> HttpResponse:
    """Close a grant at once."""
    services.close_share(actor=request.actor, report_id=report_id, grant_id=grant_id)
    messages.success(request, _("Closed. They do not see it any more."))
    return redirect("changes:sharing", report_id)


@member_page()
def seen_as(request: SignedInRequest, report_id: UUID, party_id: UUID) -> HttpResponse:
    """Show the firm its report exactly as another party receives it."""
    row = _own(request, report_id)
    party, view = selectors.seen_as(request.actor, row, party_id)
    context = {
        "view": view,
        "party": party.name,
        "pill": report_pill(view),
        "sections": sections(view),
        "hidden": [group.label for group in Report.SHARING.groups if group.name in view.hidden_groups],
    }
    return render(request, "changes/seen_as.html", context)
