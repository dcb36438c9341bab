"""What is done with a draft: hand it in, discard it, keep raw files beside it."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.rules import TEST
from apps.core.errors import Conflict, Invalid
from apps.core.forms import show_refusal
from apps.core.uploads import was_too_large
from apps.studies import selectors, services
from apps.studies.forms import RawFileForm, SubmitForm
from apps.studies.pages.sheets import own_sheet, sheet_page
from apps.studies.rules.protocol import too_large


@require_POST
@member_page(TEST)
def submit(request: SignedInRequest, study_id: UUID, sheet_id: UUID) -> HttpResponse:
    """Hand a draft in."""
    own_sheet(request, study_id, sheet_id)
    form = SubmitForm(request.POST, is_correction=selectors.has_counted(request.actor, study_id))
    if form.is_valid():
        try:
            reason = form.cleaned_data.get("reason", "")
            handed_in = services.submit_draft(sheet_id=sheet_id, reason=reason, actor=request.actor)
        except (Invalid, Conflict) as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Handed in as version %s.") % handed_in.version)
            return redirect("studies:sheet", study_id, sheet_id)
    return sheet_page(request, study_id, sheet_id, submit=form)


@require_POST
@member_page(TEST)
def discard(request: SignedInRequest, study_id: UUID, sheet_id: UUID) -> HttpResponse:
    """Put a draft away."""
    own_sheet(request, study_id, sheet_id)
    services.discard_draft(sheet_id=sheet_id, actor=request.actor)
    messages.success(request, _("The draft is discarded."))
    return redirect("studies:results", study_id)


@require_POST
@member_page(TEST)
def attach(request: SignedInRequest, study_id: UUID, sheet_id: UUID) -> HttpResponse:
    """Keep a raw file with a draft."""
    own_sheet(request, study_id, sheet_id)
    form = RawFileForm(request.POST, request.FILES)
    if was_too_large(request):
        form.errors.clear()
        form.add_error("file", too_large(settings.UPLOAD_LIMIT_BYTES))
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            services.attach_file(
                sheet_id=sheet_id, file_name=file.name, content=file.read(), actor=request.actor
            )
        except (Invalid, Conflict) as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("%s is attached.") % file.name)
            return redirect("studies:sheet", study_id, sheet_id)
    return sheet_page(request, study_id, sheet_id, attach=form)


@require_POST
@member_page(TEST)
def detach(request: SignedInRequest, study_id: UUID, sheet_id: UUID, attachment_id: UUID) -> HttpResponse:
    """Take a raw file away again."""
    own_sheet(request, study_id, sheet_id)
    services.detach_file(sheet_id=sheet_id, attachment_id=attachment_id, actor=request.actor)
    messages.success(request, _("The file is taken away."))
    return redirect("studies:sheet", study_id, sheet_id)
