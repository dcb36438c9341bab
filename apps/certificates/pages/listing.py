"""The holder's choice: what of a certificate everybody may read, shown before it is chosen."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.rules import MANAGE, REPORT
from apps.certificates import selectors, services
from apps.certificates.forms.directory import ListingForm
from apps.certificates.projections import TONES, words_of
from apps.certificates.selectors.certificates import shown_to
from apps.certificates.states import ListingLevel
from apps.core.errors import Refusal
from apps.core.forms import posted, show_refusal


@member_page(MANAGE, REPORT)
def listing(request: SignedInRequest, certificate_id: UUID) -> HttpResponse:
    """Choose how much of a certificate is published, with everything that would be."""
    row = selectors.to_be_listed(request.actor, certificate_id)
    shown = shown_to(request.actor, row)
    selectors.check_may_be_listed(row)
    form = ListingForm(posted(request), initial={"level": shown.listed})
    if request.method == "POST" and form.is_valid():
        try:
            services.list_publicly(certificate_id=row.pk, actor=request.actor, **form.cleaned_data)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Published in the directory. You can take it out at any time."))
            return redirect("certificates:detail", row.pk)
    entry = selectors.preview_of(row, ListingLevel.RESULTS, at=request.actor.now)
    context = {
        "form": form,
        "certificate": shown,
        "entry": entry,
        "tone": TONES[entry.state],
        "state_label": words_of(entry.state),
    }
    return render(request, "certificates/listing.html", context, status=422 if form.errors else 200)


@require_POST
@member_page(MANAGE, REPORT)
def unlist(request: SignedInRequest, certificate_id: UUID) -> HttpResponse:
    """Take a certificate out of the directory."""
    row = services.unlist(certificate_id=certificate_id, actor=request.actor)
    messages.success(request, _("It does not stand in the directory any more."))
    return redirect("certificates:detail", row.pk)
