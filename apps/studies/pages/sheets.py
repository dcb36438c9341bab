"""A laboratory's own results: hand in, follow the reading, read the report."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.selectors import names_of
from apps.accounts.told import older_than, told
from apps.audit.selectors import record_of
from apps.core.errors import Invalid, Missing
from apps.core.forms import show_refusal
from apps.core.uploads import was_too_large
from apps.studies import selectors, services
from apps.studies.forms import RawFileForm, SheetForm, SubmitForm
from apps.studies.forms.entry import is_short_enough
from apps.studies.pages.frame import found
from apps.studies.projections import SheetView, StudyView
from apps.studies.projections.sheets import shown_tables
from apps.studies.rules.grid import MOST_FIELDS
from apps.studies.rules.protocol import too_large


@member_page()
def results(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Show my laboratory's sheets, and read a new one as a draft."""
    form = SheetForm()
    if request.method == "POST":
        form = SheetForm(request.POST, request.FILES)
        if kept := _keep(request, study_id, form):
            return redirect("studies:sheet", study_id, kept)
    study, context = found(request, study_id, "results")
    view: StudyView = context["study"]
    if view.own is None:
        raise Missing("")
    sheets = selectors.own_sheets(request.actor, study)
    people = names_of([one.handed_in_by for one in sheets.versions], []).people
    context |= {
        "form": form,
        "sheets": sheets,
        "versions": [(one, people.get(one.handed_in_by, "")) for one in sheets.versions],
        "may_type": is_short_enough(view, MOST_FIELDS),
    }
    return render(request, "studies/results.html", context, status=422 if form.errors else 200)


def _keep(request: SignedInRequest, study_id: UUID, form: SheetForm) -> UUID | None:
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
            keep_as_draft=True,
            analyst=form.cleaned_data["analyst"],
            instrument=form.cleaned_data["instrument"],
            actor=request.actor,
        )
    except Invalid as refusal:
        show_refusal(form, refusal)
        return None
    return sheet.pk


@member_page()
def sheet(request: SignedInRequest, study_id: UUID, sheet_id: UUID) -> HttpResponse:
    """Show what became of one of my sheets; the report if it was refused, the last steps of a draft."""
    return sheet_page(request, study_id, sheet_id)


def sheet_page(
    request: SignedInRequest,
    study_id: UUID,
    sheet_id: UUID,
    *,
    submit: SubmitForm | None = None,
    attach: RawFileForm | None = None,
) -> HttpResponse:
    """Show a sheet of mine, with the forms of a draft as they were answered."""
    _study, context = found(request, study_id, "results")
    view = own_sheet(request, study_id, sheet_id)
    is_correction = selectors.has_counted(request.actor, study_id)
    cells = selectors.own_results(request.actor, sheet_id)
    names = {row.code: row.name for row in context["study"].characteristics}
    context |= {
        "sheet": view,
        "progress": _progress(view),
        "tables": shown_tables(cells, view.hints, context["study"].replicates),
        "replicates": range(1, context["study"].replicates + 1),
        "is_cut": sum(len(cell.values) for cell in cells) == selectors.MOST_RESULTS,
        "hints": [(hint, names.get(hint.characteristic, hint.characteristic)) for hint in view.hints],
        "files": selectors.attached_files(request.actor, sheet_id),
        "entries": told(record_of(f"sheet:{view.id}", before=older_than(request))),
        "is_correction": is_correction,
        "submit_form": submit or SubmitForm(is_correction=is_correction),
        "raw_form": attach or RawFileForm(),
        "may_type": is_short_enough(context["study"], MOST_FIELDS),
    }
    wrong = [form for form in (submit, attach) if form is not None and form.errors]
    return render(request, "studies/sheet.html", context | {"wrong": wrong}, status=422 if wrong else 200)


@member_page()
def progress(request: SignedInRequest, study_id: UUID, sheet_id: UUID) -> HttpResponse:
    """Answer how far the worker is; htmx asks each second, and loads the page anew when it has ended."""
    view = own_sheet(request, study_id, sheet_id)
    page = reverse("studies:sheet", args=[study_id, sheet_id])
    if not request.htmx:  # type: ignore[attr-defined]  # set by django-htmx
        return redirect(page)
    answer = render(request, "studies/progress.html", {"progress": _progress(view)})
    if not view.is_being_read:
        answer.headers["HX-Refresh"] = "true"
    return answer


def own_sheet(request: SignedInRequest, study_id: UUID, sheet_id: UUID) -> SheetView:
    """Find a sheet of my laboratory in this very study, or raise `Missing`."""
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
    return file_answer(content, name, "text/csv; charset=utf-8")


def file_answer(content: bytes, name: str, content_type: str) -> HttpResponse:
    """Give a file to be saved."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
