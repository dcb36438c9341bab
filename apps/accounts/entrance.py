"""The doors of pages. Every view carries one of these marks; a test fails for a view without."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from apps.core.actor import Actor
from apps.core.errors import Missing, NotAllowed

View = Callable[..., HttpResponseBase]


class SignedInRequest(HttpRequest):
    """A request whose actor is known; what a member page receives."""

    actor: Actor


def member_page(*capabilities: str) -> Callable[[View], View]:
    """Let in a person acting for an organisation; with capabilities, one whose role includes any of them.

    Without a sign-in the answer is the sign-in page, for somebody who acts for no organisation any more 403
    with a sentence; without the capability it is 404, as for any page that does not concern the reader.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def entrance(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.actor:
                if request.user.is_authenticated:  # the sign-in page would send them straight back
                    raise NotAllowed(
                        _("You act for no organisation now. Ask somebody who leads one to invite you.")
                    )
                return redirect_to_login(request.get_full_path())
            if capabilities and not request.actor.capabilities & set(capabilities):
                raise Missing("")
            return view(request, *args, **kwargs)

        entrance.access = "member"  # type: ignore[attr-defined]  # read by the architecture test
        return entrance

    return mark


def public_page(reason: str) -> Callable[[View], View]:
    """Let in anyone, for a stated reason."""

    def mark(view: View) -> View:
        view.access = f"public: {reason}"  # type: ignore[attr-defined]  # read by the architecture test
        return view

    return mark
