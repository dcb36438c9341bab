"""Pages that exist in the demonstration only: sign in by one click, and the mail that was sent."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from apps.accounts.entrance import public_page
from apps.accounts.models import User
from apps.demo import mail
from apps.demo.people import SHOWN

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_POST
@public_page("in the demonstration one clicks to be somebody; production does not install it")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demonstration's people."""
    email = request.POST.get("email", "")
    known = email if email in {person.email for person in SHOWN} else ""
    login(request, get_object_or_404(User, email=known), backend=BACKEND)
    return redirect("home")


@public_page("in the demonstration everybody may read the mail that was sent; production does not install it")
def sent_mail(request: HttpRequest) -> HttpResponse:
    """Show the mail that was sent."""
    return render(request, "demo/mail.html", {"letters": mail.letters()})
