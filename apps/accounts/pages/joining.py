"""The one page of a colleague's invitation, for the holder of its link.

The link is opened by GET, which changes nothing: it puts the invitation's id into the session and goes on
to an address without the secret. Unknown, used, taken back and expired links get one identical page.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.accounts import selectors, services
from apps.accounts.entrance import public_page
from apps.accounts.forms import AcceptForm, NewcomerForm
from apps.accounts.middleware import SESSION_KEY as ACTING_FOR
from apps.accounts.models import User
from apps.core.errors import Refusal
from apps.core.forms import posted, show_refusal

SESSION_KEY = "colleague_invitation"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
REASON = "the invited colleague has no account yet; the mailed link is the key"


@public_page(REASON)
def open_link(request: HttpRequest, link: str) -> HttpResponse:
    """Take the secret out of the address."""
    found = selectors.invitation_by_link(link, now=timezone.now())
    request.session[SESSION_KEY] = str(found) if found else ""
    response = redirect("accounts:join")
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@public_page(REASON)
def join(request: HttpRequest) -> HttpResponse:
    """Show what is offered; a POST accepts it."""
    held = request.session.get(SESSION_KEY, "")
    offer = selectors.role_offer(UUID(held), now=timezone.now()) if held else None
    if offer is None:
        return render(request, "accounts/no_invitation.html", status=404)
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            return _joined(request, offer, form.cleaned_data)
        except Refusal as refusal:
            show_refusal(form, refusal)
    context = {"offer": offer, "form": form, "is_mine": _address(request) == offer.email.lower()}
    return render(request, "accounts/join.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest) -> Form:
    return (AcceptForm if request.user.is_authenticated else NewcomerForm)(posted(request))


def _address(request: HttpRequest) -> str:
    return request.user.email.lower() if isinstance(request.user, User) else ""


def _joined(request: HttpRequest, offer: selectors.RoleOffer, said: dict[str, Any]) -> HttpResponse:
    now = timezone.now()
    if request.user.is_authenticated:
        membership = services.join_as_known(
            invitation_id=offer.id, person=User.objects.get(pk=request.user.pk), now=now
        )
    else:
        language = (get_language() or "en").split("-")[0]
        person = services.join_as_newcomer(invitation_id=offer.id, now=now, language=language, **said)
        login(request, person, backend=BACKEND)
        membership = person.memberships.get()
    request.session.pop(SESSION_KEY, None)
    request.session[ACTING_FOR] = str(membership.organisation_id)
    messages.success(request, _("You act for %s from now on.") % offer.organisation)
    return redirect("home")
