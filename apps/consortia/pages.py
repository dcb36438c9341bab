"""Pages of consortia for those who are signed in."""

from datetime import UTC, datetime, time
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.rules import INVITE
from apps.accounts.told import older_than, told
from apps.audit.selectors import record_of
from apps.consortia import selectors, services
from apps.consortia.forms import CallForm, ConsortiumForm, InvitationForm
from apps.core.errors import Refusal
from apps.core.forms import posted, show_refusal


@member_page()
def consortia(request: SignedInRequest) -> HttpResponse:
    """List my organisation's consortia, and the calls open to all."""
    context = {
        "consortia": selectors.consortia_of(request.actor),
        "calls": selectors.calls_open_to(request.actor),
        "may_open": request.actor.may(INVITE),
    }
    return render(request, "consortia/list.html", context)


@member_page()
def detail(request: SignedInRequest, consortium_id: UUID) -> HttpResponse:
    """Show a consortium: purpose, members, agreement; to its convener the invitations too."""
    consortium = selectors.consortium_for(request.actor, consortium_id)
    context = {
        "consortium": consortium,
        "members": selectors.members_of(consortium),
        "agreement": selectors.agreement_shown(selectors.current_agreement(consortium)),
        "invitations": selectors.invitations_of(request.actor, consortium),
        "convenes": consortium.convener_id == request.actor.organisation_id and request.actor.may(INVITE),
        "record": told(
            record_of(
                f"consortium:{consortium.pk}",
                events=selectors.told_to(request.actor, consortium),
                before=older_than(request),
            ),
            reader=request.actor.organisation_id,
        ),
    }
    return render(request, "consortia/detail.html", context)


@member_page(INVITE)
def create(request: SignedInRequest) -> HttpResponse:
    """Open a consortium with its agreement."""
    form = ConsortiumForm(posted(request))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        agreement = services.AgreementText(
            **{name: said[name] for name in services.AgreementText.__dataclass_fields__}
        )
        opened = services.open_consortium(
            name=said["name"],
            critical_input_code=said["critical_input"].pk,
            purpose=said["purpose"],
            agreement=agreement,
            actor=request.actor,
        )
        return redirect("consortia:detail", opened.pk)
    return render(request, "consortia/create.html", {"form": form}, status=422 if form.errors else 200)


@member_page(INVITE)
def invite(request: SignedInRequest, consortium_id: UUID) -> HttpResponse:
    """Invite an organisation."""
    consortium = selectors.consortium_for(request.actor, consortium_id)
    form = InvitationForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            invitee = services.Invitee(**form.cleaned_data)
            services.invite(consortium_id=consortium.pk, invitee=invitee, actor=request.actor)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The invitation is on its way to %s.") % form.cleaned_data["email"])
            return redirect("consortia:detail", consortium.pk)
    context = {"form": form, "consortium": consortium}
    return render(request, "consortia/invite.html", context, status=422 if form.errors else 200)


@member_page(INVITE)
def publish_call(request: SignedInRequest, consortium_id: UUID) -> HttpResponse:
    """Publish a call."""
    consortium = selectors.consortium_for(request.actor, consortium_id)
    form = CallForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.publish_call(
                consortium_id=consortium.pk,
                title=form.cleaned_data["title"],
                text=form.cleaned_data["text"],
                opens_at=request.actor.now,
                closes_at=datetime.combine(form.cleaned_data["closes_on"], time.max, tzinfo=UTC),
                actor=request.actor,
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The call is published."))
            return redirect("consortia:list")
    context = {"form": form, "consortium": consortium}
    return render(request, "consortia/call.html", context, status=422 if form.errors else 200)


@require_POST
@member_page(INVITE)
def resend(request: SignedInRequest, invitation_id: UUID) -> HttpResponse:
    """Send an invitation again."""
    invitation = selectors.invitation_for(request.actor, invitation_id)
    try:
        services.resend(invitation_id=invitation_id, actor=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("A new link is on its way; the earlier one is dead."))
    return redirect("consortia:detail", invitation.consortium_id)


@require_POST
@member_page(INVITE)
def revoke(request: SignedInRequest, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    invitation = selectors.invitation_for(request.actor, invitation_id)
    services.revoke(invitation_id=invitation_id, actor=request.actor)
    messages.success(request, _("The invitation is revoked; its link is dead."))
    return redirect("consortia:detail", invitation.consortium_id)
