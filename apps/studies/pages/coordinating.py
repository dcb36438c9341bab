"""Handing a study over to another coordinator."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.rules import MANAGE
from apps.core.errors import Invalid
from apps.studies import selectors, services
from apps.studies.forms.coordinating import CoordinatorForm
from apps.studies.models import Study

NOBODY: Final = UUID(int=0)


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
    try:
        person_id = UUID(request.POST.get("person_id", ""))
    except ValueError:
        person_id = NOBODY
    try:
        services.name_coordinator(study_id=study_id, person_id=person_id, actor=request.actor)
        messages.success(request, _("The study has another coordinator."))
    except Invalid as refusal:
        messages.error(request, str(refusal))
    return redirect("studies:laboratories", study_id)
