"""Amending a locked protocol."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.rules import PLAN
from apps.core.errors import Conflict, Invalid, Refusal
from apps.core.forms import posted, show_refusal
from apps.studies import selectors, services
from apps.studies.documents.protocol_words import line_of
from apps.studies.forms import Amending
from apps.studies.models import ProtocolVersion
from apps.studies.pages.frame import found
from apps.studies.projections import StudyView
from apps.studies.rules.characteristics import Described
from apps.studies.states import FLOW

MOST_SHOWN: Final = 40
"""Characteristics on one page; of a larger protocol only those that the address names."""


@member_page(PLAN)
def amend(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Amend the protocol of an open study: what changes, why, and what it invalidates."""
    study, context = found(request, study_id, "protocol")
    FLOW.move("amend", study.state, selectors.standings_of(request.actor, study))
    asked = request.GET.getlist("of")
    forms = Amending(posted(request), context["study"], _shown(context["study"], asked))
    if request.method == "POST" and forms.is_valid() and (version := _amended(request, study_id, forms)):
        messages.success(
            request,
            _("Version %s of the protocol is locked; the laboratories are told.") % version.number,
        )
        return redirect("studies:protocol", study_id)
    context |= {
        "forms": forms,
        "rows": [(line_of(row), form, _is_open(row.code, form, asked)) for row, form in forms.rows],
        "are_all_shown": len(forms.rows) == len(context["study"].characteristics),
    }
    return render(request, "studies/amend.html", context, status=422 if forms.has_errors else 200)


def _shown(view: StudyView, asked: list[str]) -> list[Any]:
    rows = view.characteristics
    return [row for row in rows if len(rows) <= MOST_SHOWN or row.code in asked]


def _is_open(code: str, form: Any, asked: list[str]) -> bool:
    return code in asked or (form.is_bound and bool(form.errors or form.has_changed()))


def _amended(request: SignedInRequest, study_id: UUID, forms: Amending) -> ProtocolVersion | None:
    values = forms.added_values()
    try:
        return services.amend(
            study_id=study_id,
            actor=request.actor,
            added=[Described(**values)] if values else [],
            **forms.asked(),
        )
    except (Invalid, Conflict) as refusal:
        _show(forms, refusal)
        return None


def _show(forms: Amending, refusal: Refusal) -> None:
    """Show a refusal where it belongs: `Fe.upper` at the upper limit of Fe, the rest above."""
    named = [name.partition(".") for name in refusal.fields]
    codes = {first for first, dot, _rest in named if dot}
    if not codes:
        show_refusal(forms.plan, refusal)
        return
    for name, lines in refusal.fields.items():
        code, _dot, field = name.rpartition(".")
        for line in lines:
            forms.form_of(code).add_error(field, str(line))
