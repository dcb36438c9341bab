"""The one page of an invitation, for people who are not signed in.

The link is opened by GET, which changes nothing: it puts the invitation's id into the session and goes on
to an address without the secret. Unknown, used, revoked and expired links get one identical page.
"""

from typing import Any
from uuid import UUID

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from apps.accounts.entrance import public_page
from apps.accounts.models import User
from apps.consortia import selectors, services
from apps.consortia.forms import AgreementForm, JoinForm
from apps.core.actor import Actor
from apps.core.errors import Refusal
from apps.core.forms import posted, show_refusal

SESSION_KEY = "invitation"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
REASON = "the invited person has no account yet; the mailed link is the key"


@public_page(REASON)
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take the secret out of the address."""
    invitation_id = selectors.invitation_by_token(token, now=timezone.now())
    request.session[SESSION_KEY] = str(invitation_id) if invitation_id else ""
    response = redirect("invitation:answer")
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@public_page(REASON)
def answer(request: HttpRequest) -> HttpResponse:
    """Show the offer; a POST accepts it."""
    offer = _offer(request)
    if offer is None:
        return render(request, "consortia/no_invitation.html", status=404)
    actor: Actor | None = getattr(request, "actor", None)
    form = AgreementForm(posted(request)) if request.user.is_authenticated else JoinForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            return _accept(request, offer, form.cleaned_data, actor)
        except Refusal as refusal:
            show_refusal(form, refusal)
    context = {"offer": offer, "form": form}
    return render(request, "consortia/answer.html", context, status=422 if form.errors else 200)


def _accept(
    request: HttpRequest, offer: selectors.Offer, said: dict[str, Any], actor: Actor | None
) -> HttpResponse:
    now, version = timezone.now(), offer.agreement.version
    if actor:
        services.accept_as_known(invitation_id=offer.id, actor=actor.at(now), agreement=version)
    elif isinstance(request.user, User):
        services.accept_as_person(invitation_id=offer.id, person=request.user, agreement=version, now=now)
    else:
        language = (get_language() or "en").split("-")[0]
        newcomer = services.Newcomer(
            name=said["name"], password=said["password"], agreement=version, language=language
        )
        person = services.accept_as_newcomer(invitation_id=offer.id, newcomer=newcomer, now=now)
        login(request, person, backend=BACKEND)
    request.session.pop(SESSION_KEY, None)
    return redirect("invitation:welcome")


@require_POST
@public_page(REASON)
def decline(request: HttpRequest) -> HttpResponse:
    """Say no."""
    if (offer := _offer(request)) is None:
        return render(request, "consortia/no_invitation.html", status=404)
    services.decline(invitation_id=offer.id, now=timezone.now())
    request.session.pop(SESSION_KEY, None)
    return render(request, "consortia/declined.html", {"offer": offer})


@public_page("it says only what happens next; signed in, it names the reader's own organisation")
def welcome(request: HttpRequest) -> HttpResponse:
    """Say what happens next."""
    return render(request, "consortia/welcome.html")


def _offer(request: HttpRequest) -> selectors.Offer | None:
    held = request.session.get(SESSION_KEY, "")
    return selectors.offer(UUID(held), now=timezone.now()) if held else None
