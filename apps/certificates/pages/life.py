"""Suspending, reinstating, amending, withdrawing: the life of an issued certificate, one form a page."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.rules import CERTIFY
from apps.certificates import selectors, services
from apps.certificates.forms import AmendmentForm, ReinstatementForm, SuspensionForm, WithdrawalForm
from apps.certificates.models import Certificate
from apps.certificates.pages.acts import find_for
from apps.certificates.rules.amendments import check_can_be_amended
from apps.certificates.selectors.certificates import shown_to
from apps.certificates.states import LIVE
from apps.core.errors import Refusal
from apps.core.forms import posted, show_refusal


@member_page(CERTIFY)
def suspend(request: SignedInRequest, certificate_id: UUID) -> HttpResponse:
    """Suspend an issued certificate."""
    row = find_for(request, certificate_id, "suspend")
    form = SuspensionForm(posted(request))

    def act() -> Certificate:
        services.suspend(certificate_id=row.pk, actor=request.actor, **form.cleaned_data)
        messages.success(request, _("Suspended. The public register says so from now on."))
        return row

    return _turn(request, row, form, act, "certificates/suspend.html")


@member_page(CERTIFY)
def reinstate(request: SignedInRequest, certificate_id: UUID) -> HttpResponse:
    """Let a suspended certificate count again."""
    row = find_for(request, certificate_id, "reinstate")
    form = ReinstatementForm(posted(request))

    def act() -> Certificate:
        services.reinstate(certificate_id=row.pk, actor=request.actor, **form.cleaned_data)
        messages.success(request, _("Reinstated. The public register says so from now on."))
        return row

    return _turn(request, row, form, act, "certificates/reinstate.html")


@member_page(CERTIFY)
def withdraw(request: SignedInRequest, certificate_id: UUID) -> HttpResponse:
    """Withdraw an issued or suspended certificate."""
    row = find_for(request, certificate_id, "withdraw")
    form = WithdrawalForm(posted(request))

    def act() -> Certificate:
        services.withdraw(certificate_id=row.pk, actor=request.actor, **form.cleaned_data)
        messages.success(request, _("Withdrawn. The public register says so from now on."))
        return row

    return _turn(request, row, form, act, "certificates/withdraw.html")


@member_page(CERTIFY)
def amend(request: SignedInRequest, certificate_id: UUID) -> HttpResponse:
    """Start the amendment of a certificate; goes on with the new one."""
    row = selectors.certificate_for(request.actor, certificate_id)
    selectors.check_may_amend(request.actor, row)
    check_can_be_amended(row.state, LIVE)
    form = AmendmentForm(posted(request))

    def act() -> Certificate:
        made = services.amend(certificate_id=row.pk, actor=request.actor, **form.cleaned_data)
        messages.success(
            request, _("The amendment is begun. It is evaluated and decided like any certificate.")
        )
        return made

    return _turn(request, row, form, act, "certificates/amend.html")


def _turn(
    request: SignedInRequest, row: Certificate, form: Form, act: Callable[[], Certificate], template: str
) -> HttpResponse:
    """Do what the form asks and go to the certificate it is about, or show the form with what was wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            about = act()
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            return redirect("certificates:detail", about.pk)
    context = {"form": form, "certificate": shown_to(request.actor, row)}
    return render(request, template, context, status=422 if form.errors else 200)
