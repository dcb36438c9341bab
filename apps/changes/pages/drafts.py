"""Filling and sending a report: a task list, one page a part, check, send."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.rules import REPORT
from apps.changes import selectors, services
from apps.changes.forms import PART_FORMS, ChangeForm
from apps.changes.models import Report
from apps.changes.pages.rows import group_columns, sections, shipment_rows
from apps.changes.projections import Named, ReportView
from apps.changes.states import REPORT_FLOW, REPORTER
from apps.changes.words import PARTS
from apps.core.errors import Invalid, Missing
from apps.core.forms import posted, show_refusal
from apps.supply.selectors import choices


@member_page(REPORT)
def new(request: SignedInRequest) -> HttpResponse:
    """Begin a report: which input, and why."""
    inputs, _countries = choices()
    form = ChangeForm(posted(request), inputs=inputs)
    if request.method == "POST" and form.is_valid():
        report = services.draft_report(actor=request.actor, **form.cleaned_data)
        return redirect("changes:report", report.pk)
    status = 422 if form.is_bound else 200
    return render(request, "changes/new.html", {"form": form}, status=status)


@member_page(REPORT)
def part(request: SignedInRequest, report_id: UUID, slug: str) -> HttpResponse:
    """Show and save one part of a draft."""
    report, view = _draft(request, report_id)
    if slug not in PART_FORMS:
        raise Missing("")
    inputs, countries = choices()
    data = request.POST if request.method == "POST" else None
    form = PART_FORMS[slug](data, initial=_initial(view), inputs=inputs, countries=countries)
    if form.is_bound and form.is_valid():
        try:
            _save(request, report, dict(form.cleaned_data))
        except Invalid as refusal:
            show_refusal(form, refusal)
        else:
            stays = slug == "schedule" and request.POST.get("then") != "continue"
            return redirect("changes:part", report.pk, slug) if stays else _onward(report, slug)
    context = {
        "view": view,
        "form": form,
        "part": next(one for one in PARTS if one.slug == slug),
        "shipments": shipment_rows(view),
    }
    template = "changes/part_schedule.html" if slug == "schedule" else "changes/part.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _save(request: SignedInRequest, report: Report, said: dict[str, Any]) -> None:
    ships_on, mass_kg = said.pop("ships_on", None), said.pop("mass_kg", None)
    services.change_report(actor=request.actor, report_id=report.pk, values=said)
    if ships_on and mass_kg is not None:
        services.add_shipment(actor=request.actor, report_id=report.pk, ships_on=ships_on, mass_kg=mass_kg)


def _onward(report: Report, slug: str) -> HttpResponse:
    order = [one.slug for one in PARTS]
    following = order[order.index(slug) + 1 :]
    if following:
        return redirect("changes:part", report.pk, following[0])
    return redirect("changes:who_sees", report.pk)


def _initial(view: ReportView) -> dict[str, Any]:
    filled = view.filled()
    shown = {name: value.code if isinstance(value, Named) else value for name, value in filled.items()}
    volume = view.annual_volume_kg
    return shown | {"annual_volume_kg": None if volume is None else Decimal(f"{volume.normalize():f}")}


@require_POST
@member_page(REPORT)
def remove_shipment(request: SignedInRequest, report_id: UUID, shipment_id: int) -> HttpResponse:
    """Take one shipment out of the schedule."""
    services.remove_shipment(actor=request.actor, report_id=report_id, shipment_id=shipment_id)
    return redirect("changes:part", report_id, "schedule")


@member_page(REPORT)
def who_sees(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """Explain who will see the report by duty, and who is told."""
    _report, view = _draft(request, report_id)
    duty = selectors.told_by_duty()
    parties = [
        {"name": line.party, "kind": line.kind, "marks": line.marks, "purpose": _(line.legal_basis)}
        for line in duty
    ]
    return render(
        request, "changes/who_sees.html", {"view": view, "groups": group_columns(), "parties": parties}
    )


@member_page(REPORT)
def check(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """Show every answer with a change link, what is missing, and the button that sends."""
    report, view = _draft(request, report_id)
    refused = None
    if request.method == "POST":
        try:
            services.submit_report(actor=request.actor, report_id=report.pk)
        except Invalid as refusal:
            refused = refusal
        else:
            return redirect("changes:sent", report.pk)
    context = {
        "view": view,
        "gaps": selectors.gaps_of(view, actor=request.actor),
        "doubts": selectors.doubts_of(view),
        "sections": sections(view, changeable=True),
        "duty": selectors.told_by_duty(),
    }
    return render(request, "changes/check.html", context, status=422 if refused else 200)


@member_page(REPORT)
def sent(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """Confirm what was sent, and say what happens next."""
    report = selectors.report_for(request.actor, report_id)
    case = selectors.case_of_report(request.actor, report)
    if case is None or REPORTER not in selectors.standings_of(request.actor, report):
        raise Missing("")
    view = selectors.view_of(request.actor, report)
    context = {
        "view": view,
        "case": selectors.case_view(request.actor, case),
        "duty": selectors.told_by_duty(),
    }
    return render(request, "changes/sent.html", context)


def _draft(request: SignedInRequest, report_id: UUID) -> tuple[Report, ReportView]:
    """Find a draft the person may change; a sent one is shown where it stands now."""
    report = selectors.report_for(request.actor, report_id)
    REPORT_FLOW.move("change", report.state, selectors.standings_of(request.actor, report))
    return report, selectors.view_of(request.actor, report)
