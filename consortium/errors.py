"""What Django answers itself: as a problem (RFC 9457) under /api/, as a page elsewhere."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views import defaults

from apps.core.rest.problems import MEDIA_TYPE

API = "/api/"


def _as_problem(status: int, title: str, page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.path.startswith(API):
            return page(request, *args, **kwargs)
        detail = {
            400: _("The request is not well formed."),
            403: _("This is not allowed."),
            404: _("There is nothing here for you."),
            500: _("Something went wrong on our side. Nothing was changed."),
        }[status]
        body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        return JsonResponse(body, status=status, content_type=MEDIA_TYPE)

    return answer


bad_request = _as_problem(400, "bad-request", defaults.bad_request)
permission_denied = _as_problem(403, "not-allowed", defaults.permission_denied)
page_not_found = _as_problem(404, "missing", defaults.page_not_found)
server_error = _as_problem(500, "fault", defaults.server_error)
