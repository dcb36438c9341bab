"""Requesting, evaluating, deciding: one form a page."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.rules import CERTIFY, EVALUATE, MANAGE, REPORT
from apps.certificates import selectors, services
from apps.certificates.forms import DecisionForm, EvaluationForm, RequestForm
from apps.certificates.models import Certificate
from apps.certificates.rules.decisions import blocking
from apps.certificates.selectors.certificates import shown_to
from apps.certificates.states import FLOW
from apps.core.errors import Refusal
from apps.core.forms import posted, show_refusal


@member_page(MANAGE, REPORT)
def request_certification(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Ask a certification body to certify a candidate of a closed study."""
    candidate = selectors.study_to_certify(request.actor, study_id)
    initial = {"language": (get_language() or "en").split("-")[0]}
    form = RequestForm(posted(request), candidate=candidate, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = services.request_certification(
                study_id=study_id,
                material_id=said["material"],
                body_id=said["body"],
                language=said["language"],
                actor=request.actor,
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The request is with %s.") % made.body.name)
            return redirect("certificates:detail", made.pk)
    context = {"form": form, "candidate": candidate}
    return render(request, "certificates/request.html", context, status=422 if form.errors else 200)


@member_page(EVALUATE)
def evaluate(request: SignedInRequest, certificate_id: UUID) -> HttpResponse:
    """Evaluate the results of a requested certification."""
    row = find_for(request, certificate_id, "evaluate")
    form = EvaluationForm(posted(request))

    def act() -> None:
        services.evaluate(certificate_id=row.pk, actor=request.actor, **form.cleaned_data)
        messages.success(request, _("The evaluation is written down. Somebody else decides."))

    return _act(request, row, form, act, "certificates/evaluate.html")


@member_page(CERTIFY)
def decide(request: SignedInRequest, certificate_id: UUID) -> HttpResponse:
    """Decide: outcome, what blocks an approval, reasons, and what will happen."""
    row = find_for(request, certificate_id, "approve")
    form = DecisionForm(posted(request))

    def act() -> None:
        said = form.cleaned_data
        decision: dict[str, Any] = {
            "certificate_id": row.pk,
            "actor": request.actor,
            "reasons": said["reasons"],
        }
        if said["outcome"] == "approve":
            services.approve(**decision, months=said["months"])
            messages.success(request, _("Approved. The certificate is being made."))
        else:
            services.refuse(**decision)
            messages.success(request, _("Refused. The holder is told, with your reasons."))

    return _act(request, row, form, act, "certificates/decide.html")


def find_for(request: SignedInRequest, certificate_id: UUID, move: str) -> Certificate:
    """Find the certificate, and refuse at the door what the form could not do either."""
    row = selectors.certificate_for(request.actor, certificate_id)
    FLOW.move(move, row.state, selectors.standings_of(request.actor, row))
    return row


def _act(
    request: SignedInRequest, row: Certificate, form: Form, act: Callable[[], None], template: str
) -> HttpResponse:
    """Do what the form asks, or show it again with what was wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            return redirect("certificates:detail", row.pk)
    evidence = selectors.evidence_of(row)
    context = {
        "form": form,
        "certificate": shown_to(request.actor, row),
        "results": [part.printed for part in evidence],
        "comparison": selectors.comparison_of(row, evidence),
        "blocking": blocking([part.judged for part in evidence]),
    }
    return render(request, template, context, status=422 if form.errors else 200)
