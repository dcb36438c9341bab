"""The protocol: read by all, written by the coordinator until the study opens."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.rules import PLAN
from apps.core.errors import Invalid, Missing
from apps.core.forms import posted, show_refusal
from apps.studies import selectors, services
from apps.studies.documents.protocol_words import OUTLIER_RULE, PUBLISHES, few_laboratories, line_of
from apps.studies.forms import CharacteristicForm
from apps.studies.pages.frame import found
from apps.studies.pages.power import power_panel
from apps.studies.pages.sheets import file_answer
from apps.studies.projections import CharacteristicView


@member_page()
def protocol(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Show the protocol; the coordinator adds a characteristic on the same page."""
    form = CharacteristicForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.add_characteristic(study_id=study_id, **form.said(), actor=request.actor)
        except Invalid as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("%s is in the protocol.") % form.cleaned_data["code"])
            return redirect("studies:protocol", study_id)
    study, context = found(request, study_id, "protocol")
    view = context["study"]
    versions = selectors.version_views(request.actor, study, list(selectors.versions_of(study)))
    context |= {
        "form": form,
        "rows": [line_of(row) for row in view.characteristics],
        "versions": versions,
        "outlier_rule": OUTLIER_RULE,
        "publishes": PUBLISHES[view.publication],
        "few": few_laboratories(view.laboratories_wanted) if view.certifying else "",
        "power": power_panel(study, view, request.GET),
    }
    return render(request, "studies/protocol.html", context, status=422 if form.errors else 200)


@member_page(PLAN)
def change(request: SignedInRequest, study_id: UUID, code: str) -> HttpResponse:
    """Change a characteristic while the study is planned."""
    _study, context = found(request, study_id, "protocol")
    row = next((one for one in context["study"].characteristics if one.code == code), None)
    if row is None:
        raise Missing("")
    form = CharacteristicForm(posted(request), initial=_initial(row))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_characteristic(
                study_id=study_id, code=code, changes=form.said(), actor=request.actor
            )
        except Invalid as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("%s is changed.") % form.cleaned_data["code"])
            return redirect("studies:protocol", study_id)
    context |= {"form": form, "row": row}
    return render(request, "studies/characteristic.html", context, status=422 if form.errors else 200)


def _initial(row: CharacteristicView) -> dict[str, Any]:
    return {name: getattr(row, name) for name in CharacteristicForm.base_fields}


@member_page()
def file(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Give the newest version of the protocol of a closed study in the bytes that its hash was taken of."""
    study = selectors.study_for(request.actor, study_id)
    return file_answer(selectors.protocol_file(study), f"{study.reference}-protocol.json", "application/json")


@member_page()
def text(request: SignedInRequest, study_id: UUID, number: int) -> HttpResponse:
    """Give the text of a version, byte for byte what its SHA-256 stands for."""
    study = selectors.study_for(request.actor, study_id)
    rows = list(selectors.versions_of(study).filter(number=number))
    view = next(iter(selectors.version_views(request.actor, study, rows)), None)
    if view is None or view.text is None:
        raise Missing("")
    name = f"{study.reference}-protocol-{number}.json"
    answer = HttpResponse(view.text.encode(), content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


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
