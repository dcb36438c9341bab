"""The first page: what waits for me today."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.accounts.entrance import public_page


@public_page("the landing page; signed in, it shows only the actor's own desk")
def home(request: HttpRequest) -> HttpResponse:
    """Show the desk of who is signed in, the landing page to everybody else."""
    return render(request, "landing.html")
