"""The API's doors: session or key, and an actor for every operation."""

from typing import Any, cast

import structlog
from knox.auth import TokenAuthentication
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from apps.accounts import selectors
from apps.accounts.models import ApiKey
from apps.core.actor import Actor


class Key(TokenAuthentication):
    """`Authorization: Token ck_…`: a key of a person for one organisation."""


class Session(SessionAuthentication):
    """The page's own session; says how to sign in when there is none."""

    def authenticate_header(self, request: Request) -> str:
        """Make a missing sign-in a 401, not a 403."""
        return "Token"


class Acting(BasePermission):
    """Lets in a person acting for an organisation, and puts `request.actor` on the request."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Resolve the actor: the key's organisation, or the session's."""
        actor = actor_of_request(request)
        request.actor = actor  # type: ignore[attr-defined]  # ours
        return actor is not None


class Anyone(BasePermission):
    """Lets in anyone. The view states its reason in `public_because`; a test fails without."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Answer yes."""
        return True


def actor_of_request(request: Request) -> Actor | None:
    """Give the actor of an API request, or None."""
    if not request.user.is_authenticated:
        return None
    if not isinstance(request.auth, ApiKey):
        session = request._request.actor  # type: ignore[attr-defined]  # set by our middleware
        return cast("Actor", session) if session else None
    live = selectors.live_memberships(request.user)
    membership = live.filter(organisation_id=request.auth.organisation_id).first()
    if membership is None:
        return None
    actor = selectors.actor_of(membership)
    structlog.contextvars.bind_contextvars(
        actor=str(actor.pseudonym), organisation=str(actor.organisation_id)
    )
    return actor
