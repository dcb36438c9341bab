"""Puts `request.actor` on every request: the person, acting for the session's organisation."""

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from apps.accounts import selectors
from apps.core.actor import Actor

SESSION_KEY = "acting_for"
Respond = Callable[[HttpRequest], HttpResponse]


def acting(get_response: Respond) -> Respond:
    """Resolve the actor lazily: a page that needs none costs no query."""

    def respond(request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: session_actor(request))  # type: ignore[attr-defined]  # ours
        return get_response(request)

    return respond


def session_actor(request: HttpRequest) -> Actor | None:
    """Give the actor of a signed-in session: the organisation chosen, else the first by name."""
    if not request.user.is_authenticated:
        return None
    memberships = list(selectors.live_memberships(request.user))
    request.memberships = memberships  # type: ignore[attr-defined]  # the frame lists them without asking again
    chosen = request.session.get(SESSION_KEY)
    for membership in sorted(memberships, key=lambda row: str(row.organisation_id) != chosen):
        actor = selectors.actor_of(membership)
        structlog.contextvars.bind_contextvars(
            actor=str(actor.pseudonym), organisation=str(actor.organisation_id)
        )
        return actor
    return None
