"""A laboratory's own results: hand in, follow the reading, read the report."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.told import told
from apps.audit.selectors import record_of
from apps.core.errors import Invalid, Missing
from apps.core.forms import show_refusal
from apps.core.uploads import was_too_large
from apps.studies import selectors, services
from apps.studies.documents.csv_files import empty_sheet
from apps.studies.forms import SheetForm
from apps.studies.pages.frame import found
from apps.studies.projections import SheetView
from apps.studies.rules.protocol import too_large


@member_page()
def results(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Show my laboratory's sheets, and take a new one."""
    asks = {"is_correction": selectors.has_counted(request.actor, study_id)}
    form = SheetForm(**asks)
    if request.method == "POST":
        form = SheetForm(request.POST, request.FILES, **asks)
        if handed_in := _hand_in(request, study_id, form):
            return redirect("studies:sheet", study_id, handed_in)
    study, context = found(request, study_id, "results")
    if context["study"].own is None:
        raise Missing("")
    context |= {"form": form, "sheets": selectors.own_sheet_lines(request.actor, study)}
    return render(request, "studies/results.html", context, status=422 if form.errors else 200)


def _hand_in(request: SignedInRequest, study_id: UUID, form: SheetForm) -> UUID | None:
    if was_too_large(request):
        form.errors.clear()
        form.add_error("file", too_large(settings.UPLOAD_LIMIT_BYTES))
    if not form.is_valid():
        return None
    file = form.cleaned_data["file"]
    try:
        sheet = services.hand_in(
            study_id=study_id,
            file_name=file.name,
            content=file.read(),
            reason=form.cleaned_data.get("reason", ""),
            actor=request.actor,
        )
    except Invalid as refusal:
        show_refusal(form, refusal)
        return None
    return sheet.pk


@member_page()
def empty(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Give the empty sheet of the study, ready to be filled in."""
    _study, context = found(request, study_id, "results")
    view = context["study"]
    if view.own is None:
        raise Missing("")
    return csv_answer(empty_sheet(view), f"{view.reference}-{view.own.code}.csv")


@member_page()
def sheet(request: SignedInRequest, study_id: UUID, sheet_id: UUID) -> HttpResponse:
    """Show what became of one of my sheets; the report if it was refused."""
    _study, context = found(request, study_id, "results")
    view = _own_sheet(request, study_id, sheet_id)
    context |= {
        "sheet": view,
        "progress": _progress(view),
        "values": selectors.own_results(request.actor, sheet_id),
        "entries": told(record_of(f"sheet:{view.id}")),
    }
    return render(request, "studies/sheet.html", context)


@member_page()
def progress(request: SignedInRequest, study_id: UUID, sheet_id: UUID) -> HttpResponse:
    """Answer how far the worker is; htmx asks each second, and loads the page anew when it has ended."""
    view = _own_sheet(request, study_id, sheet_id)
    page = reverse("studies:sheet", args=[study_id, sheet_id])
    if not request.htmx:  # type: ignore[attr-defined]  # set by django-htmx
        return redirect(page)
    answer = render(request, "studies/progress.html", {"progress": _progress(view)})
    if not view.is_being_read:
        answer.headers["HX-Refresh"] = "true"
    return answer


def _own_sheet(request: SignedInRequest, study_id: UUID, sheet_id: UUID) -> SheetView:
    view = selectors.sheet_of(request.actor, sheet_id)
    if view.study_id != study_id:
        raise Missing("")
    return view


def _progress(view: SheetView) -> dict[str, Any]:
    places = [view.study_id, view.id]
    return {
        "id": "reading",
        "label": _("Rows read"),
        "done": view.rows_done,
        "total": view.rows_total,
        "running": view.is_being_read,
        "poll_url": reverse("studies:progress", args=places),
        "page_url": reverse("studies:sheet", args=places),
    }


def csv_answer(content: bytes, name: str) -> HttpResponse:
    """Give a CSV file to be saved."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
