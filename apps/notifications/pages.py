"""The page of news."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from apps.accounts.entrance import SignedInRequest, member_page
from apps.notifications import selectors, services


@member_page()
def news(request: SignedInRequest) -> HttpResponse:
    """List what is new for me."""
    return render(request, "notifications/news.html", {"news": selectors.news_for(request.actor, most=100)})


@require_POST
@member_page()
def mark_read(request: SignedInRequest) -> HttpResponse:
    """Note that I have seen the news."""
    services.mark_read(actor=request.actor, at=request.actor.now)
    return redirect("notifications:news")
