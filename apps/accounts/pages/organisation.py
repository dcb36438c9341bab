"""The organisation I act for: its facts and people, and for its leads whom it invites and who may do what."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts import selectors, services
from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.forms import AddressForm, ColleagueForm, RoleForm
from apps.accounts.rules import MANAGE
from apps.accounts.told import older_than, told
from apps.audit.selectors import record_of
from apps.core.errors import Conflict, Invalid, NotAllowed
from apps.core.forms import posted, show_refusal


@member_page()
def organisation(request: SignedInRequest) -> HttpResponse:
    """Show the organisation I act for; its leads change its address here."""
    mine = selectors.organisation_of(request.actor)
    leads = request.actor.may(MANAGE)
    if request.method == "POST" and not leads:
        raise NotAllowed(_("Only those who lead the organisation do this."))
    form = AddressForm(posted(request), initial={"address": mine.address, "country": mine.country})
    if request.method == "POST" and form.is_valid():
        services.describe_organisation(actor=request.actor, **form.cleaned_data)
        messages.success(request, _("The address is saved. Certificates approved from now on print it."))
        return redirect("accounts:organisation")
    people = selectors.people_page(request.actor, cursor=request.GET.get("cursor", ""))
    context = {
        "organisation": mine,
        "leads": leads,
        "form": form if leads else None,
        "people": people.rows,
        "next_url": f"?cursor={people.next_token}" if people.next_token else "",
        "previous_url": "?" if request.GET.get("cursor") else "",
        "invitations": selectors.open_invitations(request.actor),
        "entries": told(record_of(f"organisation:{mine.pk}", before=older_than(request))) if leads else None,
    }
    return render(request, "accounts/organisation.html", context, status=422 if form.errors else 200)


@member_page(MANAGE)
def invite(request: SignedInRequest) -> HttpResponse:
    """Invite a colleague by mail."""
    form = ColleagueForm(posted(request), kind=request.actor.organisation_kind)
    if request.method == "POST" and form.is_valid():
        try:
            services.invite_colleague(actor=request.actor, **form.cleaned_data)
        except (Conflict, Invalid) as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The invitation is on its way to %s.") % form.cleaned_data["email"])
            return redirect("accounts:organisation")
    return render(request, "accounts/invite.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@member_page(MANAGE)
def send_again(request: SignedInRequest, colleague_invitation_id: UUID) -> HttpResponse:
    """Send an invitation again."""
    done = _("A new link is on its way; the earlier one is dead.")
    return _tried(request, done, services.send_again, invitation_id=colleague_invitation_id)


@require_POST
@member_page(MANAGE)
def take_back(request: SignedInRequest, colleague_invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    done = _("The invitation is taken back; its link is dead.")
    return _tried(request, done, services.take_back, invitation_id=colleague_invitation_id)


@member_page(MANAGE)
def person(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """Show a colleague; give them another role."""
    shown = selectors.colleague_for(request.actor, person_id)
    form = RoleForm(posted(request), kind=request.actor.organisation_kind, initial={"role": shown.role})
    if request.method == "POST" and form.is_valid():
        try:
            services.change_role(person_id=person_id, role=form.cleaned_data["role"], actor=request.actor)
        except (Conflict, Invalid, NotAllowed) as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("%s has another role from now on.") % shown.name)
            return redirect("accounts:organisation")
    context = {"person": shown, "form": form, "is_me": person_id == request.actor.pseudonym}
    return render(request, "accounts/person.html", context, status=422 if form.errors else 200)


@require_POST
@member_page(MANAGE)
def end(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """End a colleague's membership."""
    shown = selectors.colleague_for(request.actor, person_id)
    done = _("%s does not act for the organisation any more.") % shown.name
    return _tried(request, done, services.end_membership, person_id=person_id)


def _tried(request: SignedInRequest, done: str, do: Callable[..., Any], **said: UUID) -> HttpResponse:
    """Do it, or say on the page of the organisation why not; what is not there stays missing."""
    try:
        do(actor=request.actor, **said)
    except Conflict as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("accounts:organisation")
