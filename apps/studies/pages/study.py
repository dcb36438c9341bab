"""The list, and what a study is: overview, laboratories, record."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.rules import PLAN, TEST
from apps.accounts.told import older_than, told
from apps.core.paging import Place
from apps.studies import selectors, services
from apps.studies.pages.coordinating import handover
from apps.studies.pages.frame import found


@member_page()
def studies(request: SignedInRequest) -> HttpResponse:
    """List the studies I may know of, newest first."""
    token = request.GET.get("after", "")
    page = selectors.studies_of(request.actor, before=Place.read(token) if token else None)
    address = reverse("studies:list")
    context = {
        "studies": page.rows,
        "may_plan": request.actor.may(PLAN),
        "next_url": f"{address}?after={page.next_token}" if page.next_token else "",
        "previous_url": address if token else "",
    }
    return render(request, "studies/list.html", context)


@member_page()
def detail(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Show what a study is about, where it stands and what I can do next."""
    _study, context = found(request, study_id, "detail")
    return render(request, "studies/detail.html", context)


@member_page()
def laboratories(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Show the convener who takes part; anybody else their own place."""
    study, context = found(request, study_id, "laboratories")
    context |= handover(request, study)
    return render(request, "studies/laboratories.html", context)


@require_POST
@member_page(TEST)
def enrol(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Take my laboratory's place in the study."""
    enrolment = services.enrol(study_id=study_id, actor=request.actor)
    messages.success(request, _("You are enrolled; your code is %s.") % enrolment.code)
    return redirect("studies:results", study_id)


@member_page()
def record(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Tell what happened to the study."""
    study, context = found(request, study_id, "record")
    lines = selectors.record_for(request.actor, study, before=older_than(request))
    context["entries"] = told(lines, reader=request.actor.organisation_id)
    return render(request, "studies/record.html", context)
