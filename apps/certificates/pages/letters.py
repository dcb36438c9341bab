"""Sending a certificate by mail."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.rules import MANAGE, REPORT
from apps.certificates import selectors, services
from apps.certificates.forms import LetterForm
from apps.certificates.selectors.certificates import shown_to
from apps.core.errors import Refusal
from apps.core.forms import posted, show_refusal


@member_page(MANAGE, REPORT)
def send(request: SignedInRequest, certificate_id: UUID) -> HttpResponse:
    """Send a certificate of ours to somebody outside, with its file and the address of the public check."""
    row = selectors.certificate_to_send(request.actor, certificate_id)
    form = LetterForm(posted(request), initial={"language": (get_language() or "en").split("-")[0]})
    if request.method == "POST" and form.is_valid():
        try:
            services.send_certificate(certificate_id=row.pk, actor=request.actor, **form.cleaned_data)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("It is on its way. This page tells what becomes of it."))
            return redirect("certificates:detail", row.pk)
    context = {"form": form, "certificate": shown_to(request.actor, row)}
    return render(request, "certificates/send.html", context, status=422 if form.errors else 200)
