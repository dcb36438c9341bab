"""Pages of the coordinator: plan, add a material, close."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.rules import PLAN
from apps.core.errors import Missing, Refusal
from apps.core.forms import posted, show_refusal
from apps.materials import services as materials
from apps.studies import selectors, services
from apps.studies.forms import MaterialForm, PlanForm, RevisionForm
from apps.studies.pages.frame import found
from apps.studies.states import FLOW


@member_page(PLAN)
def plan(request: SignedInRequest) -> HttpResponse:
    """Plan a study for a consortium that we convene."""
    form = PlanForm(posted(request), actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            study = services.plan_study(**form.cleaned_data, actor=request.actor)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The study is planned. Write its characteristics next."))
            return redirect("studies:protocol", study.pk)
    return render(request, "studies/plan.html", {"form": form}, status=422 if form.errors else 200)


@member_page(PLAN)
def revise(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Change the plan of a study that is not open yet."""
    study, context = found(request, study_id, "protocol")
    FLOW.move("revise", study.state, selectors.standings_of(request.actor, study))
    initial = {name: getattr(study, name) for name in services.REVISABLE}
    form = RevisionForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.revise_plan(study_id=study_id, changes=form.cleaned_data, actor=request.actor)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The plan is changed."))
            return redirect("studies:protocol", study_id)
    context["form"] = form
    return render(request, "studies/revise.html", context, status=422 if form.errors else 200)


@member_page(PLAN)
def add_material(request: SignedInRequest) -> HttpResponse:
    """Put a material into the catalogue, to be chosen in a plan."""
    form = MaterialForm(posted(request), actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            material = materials.add_material(**form.cleaned_data, actor=request.actor)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("%s is in the catalogue.") % material)
            return redirect("studies:plan")
    return render(request, "studies/add_material.html", {"form": form}, status=422 if form.errors else 200)


@member_page(PLAN)
def close(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Ask once more, then close the study and compute its analysis."""
    if request.method == "POST":
        services.close_study(study_id=study_id, actor=request.actor)
        messages.success(request, _("The study is closed; this is its analysis."))
        return redirect("studies:analysis", study_id)
    _study, context = found(request, study_id, "close")
    view = context["study"]
    if view.laboratories is None:
        raise Missing("")
    context["missing"] = [row for row in view.laboratories if not row.has_handed_in]
    context["handed_in"] = len(view.laboratories) - len(context["missing"])
    return render(request, "studies/close.html", context)
