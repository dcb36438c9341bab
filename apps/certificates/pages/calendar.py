"""What is due in the months ahead, and recording a surveillance that was done."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.rules import CERTIFY, EVALUATE
from apps.certificates import selectors, services
from apps.certificates.forms import SurveillanceForm
from apps.certificates.rules.calendar import check_counts
from apps.certificates.selectors.certificates import shown_to
from apps.certificates.states import LIVE
from apps.core.errors import Refusal
from apps.core.forms import posted, show_refusal


@member_page()
def calendar(request: SignedInRequest) -> HttpResponse:
    """Show what expires and which surveillance is due within twelve months, by month."""
    return render(request, "certificates/calendar.html", {"calendar": selectors.calendar_of(request.actor)})


@member_page(EVALUATE, CERTIFY)
def surveillance(request: SignedInRequest, certificate_id: UUID) -> HttpResponse:
    """Record that a surveillance was done."""
    row = selectors.certificate_for(request.actor, certificate_id)
    selectors.check_may_watch(request.actor, row)
    check_counts(row.state, LIVE)
    today = timezone.localdate(request.actor.now)
    form = SurveillanceForm(
        posted(request), days=selectors.open_surveillance(row, today), initial={"done_on": today}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.record_surveillance(certificate_id=row.pk, actor=request.actor, **form.cleaned_data)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The surveillance is recorded."))
            return redirect("certificates:calendar")
    context = {"form": form, "certificate": shown_to(request.actor, row)}
    return render(request, "certificates/surveillance.html", context, status=422 if form.errors else 200)
