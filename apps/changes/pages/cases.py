"""The administration's case: read, ask, recommend, decide; and the firm's answer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.rules import APPROVE, REPORT, REVIEW
from apps.accounts.told import older_than
from apps.changes import selectors, services
from apps.changes.forms import AnswerForm, AskForm, OutcomeForm, ReturnForm
from apps.changes.models import Case
from apps.changes.pages.rows import case_pill, sections, tabs
from apps.changes.projections import CaseView
from apps.changes.rules import check_another_person, working_day_after
from apps.changes.states import FLOW
from apps.core.errors import Invalid
from apps.core.forms import posted, show_refusal

ANSWER_DAYS = 5


@member_page(REVIEW, APPROVE)
def case(request: SignedInRequest, case_id: UUID) -> HttpResponse:
    """Show a case: the firm's report on the left, clock, people and the next action on the right."""
    shown = services.read_case(actor=request.actor, case_id=case_id, channel="case")
    context = _context(shown, "changes:case") | {"sections": sections(shown.report)}
    return render(request, "changes/case.html", context)


def _context(shown: CaseView, current: str) -> dict[str, Any]:
    named = [(_("Case"), "changes:case", shown.id), (_("Record"), "changes:case_record", shown.id)]
    return {"case": shown, "pill": case_pill(shown.state), "tabs": tabs(named, current)}


@member_page(REVIEW, APPROVE)
def case_record(request: SignedInRequest, case_id: UUID) -> HttpResponse:
    """Tell what happened to a case."""
    found = selectors.case_for(request.actor, case_id)
    shown = selectors.case_view(request.actor, found)
    entries = selectors.record_of_case(request.actor, found, before=older_than(request))
    context = _context(shown, "changes:case_record") | {"entries": entries}
    return render(request, "changes/case_record.html", context)


@member_page(REVIEW)
def ask(request: SignedInRequest, case_id: UUID) -> HttpResponse:
    """Ask the firm a question."""
    due_on = working_day_after(selectors.today(request.actor), ANSWER_DAYS)
    form = AskForm(posted(request), initial={"due_on": due_on})
    return _act(
        request,
        case_id,
        "ask",
        form,
        services.ask,
        _("Asked. The clock stands still until the firm answers."),
    )


@member_page(REPORT)
def answer(request: SignedInRequest, case_id: UUID) -> HttpResponse:
    """Answer the administration's question."""
    form = AnswerForm(posted(request))
    return _act(
        request, case_id, "answer", form, services.answer, _("Answered. The administration was told.")
    )


@member_page(REVIEW)
def recommend(request: SignedInRequest, case_id: UUID) -> HttpResponse:
    """Recommend an outcome to the second signature."""
    form = OutcomeForm(posted(request))
    done = _("Recommended. Another person signs second.")
    return _act(request, case_id, "recommend", form, services.recommend, done)


@member_page(APPROVE)
def send_back(request: SignedInRequest, case_id: UUID) -> HttpResponse:
    """Send the recommendation back."""
    form = ReturnForm(posted(request))
    return _act(request, case_id, "return", form, services.send_back, _("Sent back to the reviewers."))


@member_page(APPROVE)
def decide(request: SignedInRequest, case_id: UUID) -> HttpResponse:
    """Decide by the second signature, knowing what will happen."""
    found = selectors.case_for(request.actor, case_id)
    live = found.recommendations.filter(returned_at=None).first()
    if live:
        check_another_person(live.made_by, request.actor.pseudonym)
    initial = {"outcome": live.outcome, "reasons": live.reasons} if live else {}
    form = OutcomeForm(posted(request), initial=initial)
    return _act(request, case_id, "decide", form, services.decide, _("Decided. The firm was told."))


Do = Callable[..., Any]


def _act(request: SignedInRequest, case_id: UUID, name: str, form: Form, do: Do, done: str) -> HttpResponse:
    """Show a form of the case, or do it and go back to where the case is read."""
    found = selectors.case_for(request.actor, case_id)
    if form.is_bound and form.is_valid():
        try:
            do(actor=request.actor, case_id=case_id, **form.cleaned_data)
        except Invalid as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, done)
            return _back(request, found)
    if not form.is_bound:
        _check_turn(request, found, name)
    shown = selectors.case_view(request.actor, found)
    context = _context(shown, "") | {"form": form, "firm": shown.report.owner}
    return render(request, f"changes/{name}.html", context, status=422 if form.errors else 200)


def _check_turn(request: SignedInRequest, found: Case, name: str) -> None:
    """Refuse to show a form whose button would be refused."""
    move = "approve" if name == "decide" else name
    FLOW.move(move, found.state, selectors.standings_of(request.actor, found))


def _back(request: SignedInRequest, found: Case) -> HttpResponse:
    if found.administration_id == request.actor.organisation_id:
        return redirect("changes:case", found.pk)
    return redirect("changes:report_case", found.report_id)
