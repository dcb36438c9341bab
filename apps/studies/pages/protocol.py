"""The protocol: read by all, written by the coordinator until the study opens."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.rules import PLAN
from apps.core.errors import Invalid
from apps.core.forms import posted, show_refusal
from apps.studies import selectors, services
from apps.studies.documents.words import limits_of
from apps.studies.forms import CharacteristicForm
from apps.studies.pages.frame import found
from apps.studies.pages.sheets import file_answer


@member_page()
def protocol(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Show the protocol; the coordinator adds a characteristic on the same page."""
    form = CharacteristicForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.add_characteristic(study_id=study_id, **form.cleaned_data, actor=request.actor)
        except Invalid as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("%s is in the protocol.") % form.cleaned_data["code"])
            return redirect("studies:protocol", study_id)
    _study, context = found(request, study_id, "protocol")
    rows = context["study"].characteristics
    context |= {"form": form, "rows": [(row, limits_of(row)) for row in rows]}
    return render(request, "studies/protocol.html", context, status=422 if form.errors else 200)


@member_page()
def file(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Give the protocol of a closed study in the bytes that its hash was taken of."""
    study = selectors.study_for(request.actor, study_id)
    return file_answer(selectors.protocol_file(study), f"{study.reference}-protocol.json", "application/json")


@require_POST
@member_page(PLAN)
def remove(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Take a characteristic out."""
    code = request.POST.get("code", "")
    services.remove_characteristic(study_id=study_id, code=code, actor=request.actor)
    messages.success(request, _("%s is out of the protocol.") % code)
    return redirect("studies:protocol", study_id)


@require_POST
@member_page(PLAN)
def open_study(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Lock the protocol and open the study."""
    try:
        services.open_study(study_id=study_id, actor=request.actor)
    except Invalid as refusal:
        messages.error(request, str(refusal))
        return redirect("studies:protocol", study_id)
    messages.success(request, _("The study is open; the members have been told."))
    return redirect("studies:detail", study_id)
