"""Handing a study over to another coordinator."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.rules import MANAGE
from apps.studies import selectors, services
from apps.studies.forms.coordinating import CoordinatorForm
from apps.studies.models import Study


def handover(request: SignedInRequest, study: Study) -> dict[str, Any]:
    """Give what the page of laboratories shows to who leads the convener: who coordinates, and a form."""
    if not selectors.may_name_coordinator(request.actor, study):
        return {}
    planners = selectors.planners_of(request.actor, study)
    return {
        "coordinators": [one.name for one in planners if one.coordinates],
        "handover_form": CoordinatorForm(planners=planners)
        if any(not one.coordinates for one in planners)
        else None,
    }


@require_POST
@member_page(MANAGE)
def hand_over(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Name another coordinator."""
    study = selectors.study_for(request.actor, study_id)
    form = CoordinatorForm(request.POST, planners=selectors.planners_of(request.actor, study))
    if form.is_valid():
        person_id = UUID(form.cleaned_data["person_id"])
        services.name_coordinator(study_id=study_id, person_id=person_id, actor=request.actor)
        messages.success(request, _("The study has another coordinator."))
    else:
        messages.error(request, _("Choose one of your people who may plan studies."))
    return redirect("studies:laboratories", study_id)
