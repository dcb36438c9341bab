"""RFC 9457 problem details: one shape for every error of the API."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from apps.core.errors import Conflict, Invalid, Missing, NotAllowed, Refusal

STATUS: Mapping[type[Refusal], int] = {
    Invalid: status.HTTP_422_UNPROCESSABLE_ENTITY,
    Conflict: status.HTTP_409_CONFLICT,
    NotAllowed: status.HTTP_403_FORBIDDEN,
    Missing: status.HTTP_404_NOT_FOUND,
}
MEDIA_TYPE = "application/problem+json"


def status_of(refusal: Refusal) -> int:
    """Give the HTTP status of a refusal, the same for pages and API."""
    return STATUS.get(type(refusal), status.HTTP_400_BAD_REQUEST)


def problem(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Answer an exception of an API operation; None leaves a fault to the server's own handling."""
    if isinstance(error, Refusal):
        set_rollback()
        if isinstance(error, Missing):
            error.leave_trace()
        return answer(status_of(error), error.code, str(error.message), errors=_listed(error.fields))
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    wait = getattr(error, "wait", None)
    headers = {"Retry-After": str(int(wait) + 1)} if wait else {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if isinstance(error, exceptions.ValidationError):
        return answer(
            error.status_code, "invalid", _("Some fields are not right."), errors=_paths(error.detail)
        )
    code = str(error.get_codes()) if isinstance(error.detail, str) else "refused"
    detail = "" if isinstance(error, exceptions.NotFound) else str(error.detail)
    return answer(error.status_code, code.replace("_", "-"), detail, headers=headers)


def answer(
    status_code: int,
    code: str,
    detail: str,
    *,
    errors: list[dict[str, str]] | None = None,
    headers: Any = None,
) -> Response:
    """Build a problem; `code` is stable for programs, `detail` is a sentence for people."""
    detail = detail or (
        _("There is nothing here for you.") if status_code == status.HTTP_404_NOT_FOUND else ""
    )
    body = {"type": "about:blank", "title": code, "status": status_code, "detail": detail}
    if errors:
        body |= {"errors": errors}
    return Response(body, status=status_code, headers=headers, content_type=MEDIA_TYPE)


def _listed(fields: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"field": name, "detail": str(line)} for name, lines in fields.items() for line in lines]


def _paths(detail: Any, path: str = "") -> list[dict[str, str]]:
    """Flatten DRF's nested errors into field paths; its list errors may be dicts keyed by row."""
    if isinstance(detail, Mapping):
        return [
            line
            for key, value in detail.items()
            for line in _paths(value, f"{path}.{key}" if path else str(key))
        ]
    if isinstance(detail, list) and any(isinstance(item, Mapping | list) for item in detail):
        return [line for index, item in enumerate(detail) for line in _paths(item, f"{path}[{index}]")]
    lines = detail if isinstance(detail, list) else [detail]
    return [{"field": path, "detail": str(line)} for line in lines]
