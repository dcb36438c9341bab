"""Samples: the convener checks items and dispatches; a laboratory confirms what it got."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.rules import PLAN, TEST
from apps.accounts.told import told
from apps.audit.selectors import record_of
from apps.core.errors import Invalid, Missing
from apps.core.forms import show_refusal
from apps.studies import selectors, services
from apps.studies.forms import CheckForm, DispatchForm, ReceiptForm, WaiverForm
from apps.studies.pages.frame import found
from apps.studies.services.checking import Measured
from apps.studies.states import SAMPLE_FLOW


@member_page()
def samples(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Show the samples I may know of, the checks of their items, and what can be done now."""
    return _page(request, study_id)


def _page(request: SignedInRequest, study_id: UUID, **forms: object) -> HttpResponse:
    study, context = found(request, study_id, "samples")
    view = context["study"]
    rows = selectors.samples_of(request.actor, study)
    convenes = study.convener_id == request.actor.organisation_id
    if not rows and not convenes:
        raise Missing("")
    prepared = [row for row in rows if row.state == "prepared"]
    ready = selectors.items_to_send(study) if convenes else set()
    leaving = [row for row in prepared if row.item_code in ready]
    may_send = "dispatch" in view.moves
    context |= {
        "samples": rows,
        "convenes": convenes,
        "checks": selectors.checks_of(request.actor, study) if convenes else [],
        "may_send": may_send and bool(leaving),
        "waits_for_check": may_send and len(leaving) < len(prepared),
        "may_check": "check" in view.moves,
        "dispatch_form": DispatchForm(samples=leaving),
        "check_form": CheckForm(study=view),
        "waiver_form": WaiverForm(study=view),
    } | forms
    wrong = any(getattr(form, "errors", None) for form in forms.values())
    return render(request, "studies/samples.html", context, status=422 if wrong else 200)


@require_POST
@member_page(PLAN)
def dispatch(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Send the chosen samples."""
    study = selectors.study_for(request.actor, study_id)
    prepared = [row for row in selectors.samples_of(request.actor, study) if row.state == "prepared"]
    form = DispatchForm(request.POST, samples=prepared)
    if form.is_valid():
        try:
            sent = services.dispatch(
                study_id=study_id,
                sample_ids=[UUID(one) for one in form.cleaned_data["samples"]],
                carrier=form.cleaned_data["carrier"],
                actor=request.actor,
            )
        except Invalid as refusal:
            show_refusal(form, refusal)
        else:
            count = len(sent)
            messages.success(
                request,
                ngettext("%(count)s sample is on its way.", "%(count)s samples are on their way.", count)
                % {"count": count},
            )
            return redirect("studies:samples", study_id)
    return _page(request, study_id, dispatch_form=form)


@require_POST
@member_page(PLAN)
def check(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Judge and record a check of an item."""
    _study, context = found(request, study_id, "samples")
    form = CheckForm(request.POST, study=context["study"])
    if form.is_valid():
        said = form.cleaned_data
        tested = Measured(
            characteristic=said["characteristic"],
            values=said["values"],
            before=said["before"],
            sigma=said["sigma"],
        )
        try:
            done = services.check_item(
                study_id=study_id, item=said["item"], kind=said["kind"], tested=tested, actor=request.actor
            )
        except Invalid as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Recorded: %s.") % done.get_verdict_display())
            return redirect("studies:samples", study_id)
    return _page(request, study_id, check_form=form)


@require_POST
@member_page(PLAN)
def waive(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Record that a check cannot be made, and why."""
    _study, context = found(request, study_id, "samples")
    form = WaiverForm(request.POST, study=context["study"])
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.waive_check(
                study_id=study_id,
                item=said["item"],
                kind=said["kind"],
                reason=said["reason"],
                actor=request.actor,
            )
        except Invalid as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The waiver is recorded."))
            return redirect("studies:samples", study_id)
    return _page(request, study_id, waiver_form=form)


@member_page()
def sample(request: SignedInRequest, study_id: UUID, sample_id: UUID) -> HttpResponse:
    """Show one sample with its custody; its laboratory confirms receipt or reports damage."""
    return _sample_page(request, study_id, sample_id, ReceiptForm())


@require_POST
@member_page(TEST)
def receive(request: SignedInRequest, study_id: UUID, sample_id: UUID) -> HttpResponse:
    """Confirm receipt, or report damage, with the condition."""
    selectors.sample_for(request.actor, sample_id)
    form = ReceiptForm(request.POST)
    if form.is_valid():
        is_damaged = form.cleaned_data["outcome"] == "damaged"
        act = services.report_damage if is_damaged else services.receive
        try:
            act(sample_id=sample_id, condition=form.cleaned_data["condition"], actor=request.actor)
        except Invalid as refusal:
            show_refusal(form, refusal)
        else:
            said = (
                _("The damage is reported; a new sample under a new code is being prepared.")
                if is_damaged
                else _("The receipt is confirmed.")
            )
            messages.success(request, said)
            return redirect("studies:samples", study_id)
    return _sample_page(request, study_id, sample_id, form)


def _sample_page(
    request: SignedInRequest, study_id: UUID, sample_id: UUID, form: ReceiptForm
) -> HttpResponse:
    study, context = found(request, study_id, "samples")
    row = selectors.sample_for(request.actor, sample_id)
    if row.study_id != study_id:
        raise Missing("")
    (view,) = (one for one in selectors.samples_of(request.actor, study) if one.id == sample_id)
    standings = selectors.sample_standings(request.actor, row)
    moves = (
        {move.name for move in SAMPLE_FLOW.open_to(row.state, standings)} if not study.closed_at else set()
    )
    context |= {
        "sample": view,
        "moves": moves,
        "form": form,
        "entries": told(record_of(f"sample:{row.pk}"), reader=request.actor.organisation_id),
    }
    return render(request, "studies/sample.html", context, status=422 if form.errors else 200)
