"""Pages of one's own account: which organisation I act for, and my API keys."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts import services
from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.forms import KeyForm
from apps.accounts.middleware import SESSION_KEY
from apps.accounts.models import ApiKey


@require_POST
@member_page()
def switch(request: SignedInRequest) -> HttpResponse:
    """Act for another of my organisations from now on."""
    mine = {str(row.organisation_id) for row in request.memberships}  # type: ignore[attr-defined]  # see middleware
    if (chosen := request.POST.get("organisation", "")) in mine:
        request.session[SESSION_KEY] = chosen
    return redirect("home")


@member_page()
def keys(request: SignedInRequest) -> HttpResponse:
    """List my API keys for this organisation; make one and show it once."""
    made, wrong = "", False
    if request.method == "POST":
        form = KeyForm(request.POST)
        if form.is_valid():
            made = services.make_api_key(actor=request.actor, label=form.cleaned_data["label"])
        else:
            messages.error(request, _("Give the key a name, so that you know it again."))
            wrong = True
    rows = ApiKey.objects.filter(user_id=request.actor.user_id, organisation_id=request.actor.organisation_id)
    context = {"keys": rows.order_by("-created"), "made": made}
    return render(request, "accounts/keys.html", context, status=201 if made else 422 if wrong else 200)
