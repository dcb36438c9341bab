"""What every request passes: an id for the logs, no caching behind the door, refusals as pages."""

import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.core.errors import Missing, Refusal
from apps.core.rest.problems import status_of

Respond = Callable[[HttpRequest], HttpResponse]


def request_context(get_response: Respond) -> Respond:
    """Bind a request id to every log line of the request, and give it back."""

    def respond(request: HttpRequest) -> HttpResponse:
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=uuid.uuid4().hex)
        return get_response(request)

    return respond


def never_cached(get_response: Respond) -> Respond:
    """Forbid storing anything that is not a public page's own choice."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return respond


def domain_errors(get_response: Respond) -> Respond:
    """Turn a refusal that a page did not handle itself into a page with its sentence."""

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Missing):
            error.leave_trace()
            return render(request, "404.html", status=404)
        if isinstance(error, Refusal):
            return render(request, "refused.html", {"refusal": error}, status=status_of(error))
        return None

    def respond(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    respond.process_exception = process_exception  # type: ignore[attr-defined]  # Django looks for it here
    return respond
