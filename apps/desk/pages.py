"""The first page: what waits for me today; to everybody else, what this is."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.entrance import public_page
from apps.accounts.rules import MANAGE, PLAN, REPORT, TEST
from apps.core.actor import Actor
from apps.desk import desks, pictures
from apps.notifications.selectors import news_for


@public_page("the landing page; signed in, it shows only the actor's own desk")
def home(request: HttpRequest) -> HttpResponse:
    """Show the desk of who is signed in, the landing page to everybody else."""
    actor: Actor | None = getattr(request, "actor", None)
    if not actor:
        return render(request, "landing.html")
    start_url, start_words = beginning(actor)
    context: dict[str, Any] = {
        "to_do": desks.to_do(actor),
        "under_way": desks.under_way(actor),
        "news": news_for(actor, most=5),
        "picture": pictures.picture_for(actor),
        "start_url": start_url,
        "start_words": start_words,
    }
    return render(request, "desk/home.html", context)


def beginning(actor: Actor) -> tuple[str, str]:
    """Give what somebody of this role could begin when nothing is under way."""
    if actor.may(PLAN):
        return reverse("studies:list"), _("Plan a study")
    if actor.may(REPORT):
        return reverse("changes:list"), _("Report a supplier change")
    if actor.may(TEST) or actor.may(MANAGE):
        return reverse("studies:list"), _("Look at the open studies")
    return "", ""
