"""Typing results in, a field for each, as a draft that can be gone on with."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.rules import TEST
from apps.core.errors import Conflict, Invalid, Missing
from apps.core.forms import show_refusal
from apps.studies import selectors, services
from apps.studies.forms import EntryForm
from apps.studies.forms.entry import is_short_enough, typed_before
from apps.studies.pages.frame import found
from apps.studies.pages.sheets import own_sheet
from apps.studies.projections import SheetView
from apps.studies.rules.grid import MOST_FIELDS


@member_page(TEST)
def enter(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Type results in; what is typed becomes a draft."""
    return _page(request, study_id, None, {})


@member_page(TEST)
def go_on(request: SignedInRequest, study_id: UUID, sheet_id: UUID) -> HttpResponse:
    """Go on with a draft in the form; a new draft takes its place."""
    draft = own_sheet(request, study_id, sheet_id)
    if draft.state != "draft":
        raise Conflict(_("This is no draft any more."))
    typed = typed_before(selectors.own_results(request.actor, sheet_id))
    if typed is None:
        raise Conflict(
            _("This draft states other uncertainties for other replicates, which the form cannot show.")
        )
    return _page(request, study_id, draft, typed)


def _page(
    request: SignedInRequest, study_id: UUID, draft: SheetView | None, typed: dict[str, str]
) -> HttpResponse:
    _study, context = found(request, study_id, "results")
    view = context["study"]
    if view.own is None or "hand_in" not in view.moves:
        raise Missing("")
    if not is_short_enough(view, MOST_FIELDS):
        raise Conflict(_("There are too many results for a form. Use a file."))
    said: dict[str, Any] = {"study": view, "hints": draft.hints if draft else ()}
    if draft:
        typed |= {"analyst": draft.analyst, "instrument": draft.instrument}
    form = EntryForm(request.POST if request.method == "POST" else None, initial=typed, **said)
    if form.is_bound and form.is_valid() and (kept := _keep(request, study_id, form, draft)):
        return redirect("studies:sheet", study_id, kept)
    replicates = range(1, view.replicates + 1)
    context |= {"form": form, "tables": list(form.tables()), "replicates": replicates}
    context["columns"] = view.replicates + 2
    return render(request, "studies/entry.html", context, status=422 if form.errors else 200)


def _keep(request: SignedInRequest, study_id: UUID, form: EntryForm, draft: SheetView | None) -> UUID | None:
    try:
        sheet = services.enter_results(
            study_id=study_id,
            lines=form.lines,
            typed=form.typed,
            draft_id=draft.id if draft else None,
            analyst=form.cleaned_data["analyst"],
            instrument=form.cleaned_data["instrument"],
            actor=request.actor,
        )
    except Invalid as refusal:
        show_refusal(form, refusal)
        return None
    return sheet.pk
