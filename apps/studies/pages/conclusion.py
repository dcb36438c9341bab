"""Outlying cells and their rulings, and what the study concludes."""

from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.rules import PLAN
from apps.accounts.selectors import names_of
from apps.core.errors import Invalid
from apps.core.forms import show_refusal
from apps.core.paging import Keyset, Page
from apps.studies import selectors, services
from apps.studies.documents.tables import flag_tests
from apps.studies.forms import ReturnForm, RulingForm
from apps.studies.models import OutlierFlag, Study
from apps.studies.pages.comparison import comparison
from apps.studies.pages.frame import found
from apps.studies.projections.flags import flag_view
from apps.studies.states import FLAG_FLOW

AS_PROPOSED: Final = Keyset("order", "id")
MOST_RUNS: Final = 50
"""Runs on the page of outliers; programs read them all."""


@member_page()
def outliers(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """List the cells that the tests point at, and what was ruled on each."""
    study, context = found(request, study_id, "outliers")
    page = _page_of_flags(study, request.GET.get("after", ""))
    tests, address = flag_tests(), reverse("studies:outliers", args=[study_id])
    context |= {
        "flags": [(flag, tests[flag.test]) for flag in map(flag_view, page.rows)],
        "waiting": selectors.open_flags_of(study).count(),
        "runs": selectors.runs_of(study)[:MOST_RUNS],
        "next_url": f"{address}?{urlencode({'after': page.next_token})}" if page.next_token else "",
        "previous_url": address if request.GET.get("after") else "",
    }
    return render(request, "studies/outliers.html", context)


def _page_of_flags(study: Study, cursor: str) -> Page[OutlierFlag]:
    rows = selectors.flag_rows(study)
    try:
        return AS_PROPOSED.page(rows, cursor=cursor)
    except Invalid:  # a torn address is the first page
        return AS_PROPOSED.page(rows)


@member_page()
def flag(request: SignedInRequest, study_id: UUID, flag_id: int) -> HttpResponse:
    """Show one flagged cell, and take a ruling on it."""
    study = selectors.study_for(request.actor, study_id)
    scope = selectors.flag_of(study, flag_id).scope
    form = RulingForm(scope=scope)
    if request.method == "POST":
        form = RulingForm(request.POST, scope=scope)
        if form.is_valid():
            try:
                services.rule(study_id=study_id, flag_id=flag_id, actor=request.actor, **form.cleaned_data)
            except Invalid as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("The ruling waits for a second person."))
                return redirect("studies:outliers", study_id)
    return _flag_page(request, study_id, flag_id, form=form)


@require_POST
@member_page(PLAN)
def confirm(request: SignedInRequest, study_id: UUID, flag_id: int) -> HttpResponse:
    """Confirm a ruling; an exclusion makes a new run."""
    services.confirm(study_id=study_id, flag_id=flag_id, actor=request.actor)
    messages.success(request, _("The ruling is confirmed."))
    return redirect("studies:outliers", study_id)


@require_POST
@member_page(PLAN)
def send_back(request: SignedInRequest, study_id: UUID, flag_id: int) -> HttpResponse:
    """Send a ruling back with a reason."""
    form = ReturnForm(request.POST)
    if form.is_valid():
        try:
            services.send_back(study_id=study_id, flag_id=flag_id, actor=request.actor, **form.cleaned_data)
        except Invalid as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The ruling is sent back."))
            return redirect("studies:outliers", study_id)
    return _flag_page(request, study_id, flag_id, return_form=form)


def _flag_page(request: SignedInRequest, study_id: UUID, flag_id: int, **forms: Any) -> HttpResponse:
    study, context = found(request, study_id, "outliers")
    view = selectors.flag_of(study, flag_id)
    standings = selectors.standings_of(request.actor, study)
    moves = (
        {move.name for move in FLAG_FLOW.open_to(view.state, standings)} if not study.concluded_at else set()
    )
    if view.ruled_by == request.actor.pseudonym:
        moves -= {"confirm", "return"}
    people = [one for one in (view.ruled_by, view.confirmed_by) if one]
    known = names_of(people, []).people if study.convener_id == request.actor.organisation_id else {}
    context |= {
        "flag": view,
        "test": flag_tests()[view.test],
        "moves": moves,
        "ruled_by": known.get(view.ruled_by) if view.ruled_by else None,
        "confirmed_by": known.get(view.confirmed_by) if view.confirmed_by else None,
        "form": RulingForm(scope=view.scope),
        "return_form": ReturnForm(),
    } | forms
    wrong = any(form.errors for form in forms.values())
    return render(request, "studies/flag.html", context, status=422 if wrong else 200)


@member_page()
def conclusion(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Show what the study concludes about each candidate, with and without exclusions."""
    study, context = found(request, study_id, "conclusion")
    results, own = selectors.analysed(study).figures, context["study"].own
    said = {
        "asked": request.GET.get("level", ""),
        "address": reverse("studies:conclusion", args=[study_id]),
        "own_code": own.code if own else "",
    }
    context |= {
        "conclusions": [comparison(view, results, **said) for view in selectors.conclusions_of(study)],
        "waiting": selectors.open_flags_of(study).count(),
        "stored": selectors.run_of(study),
    }
    return render(request, "studies/conclusion.html", context)


@require_POST
@member_page(PLAN)
def conclude(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Conclude the study with its newest run."""
    services.conclude(study_id=study_id, actor=request.actor)
    messages.success(request, _("The study is concluded."))
    return redirect("studies:conclusion", study_id)
