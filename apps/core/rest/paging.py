"""Lists of the API: one shape for all, `{"next": address or null, "results": [...]}`, turned by a cursor."""

from typing import Any, TypedDict
from urllib.parse import urlencode

from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.paging import A_PAGE, Page

CURSOR = OpenApiParameter("cursor", str, description="From `next` of the page before.")


class Turn(TypedDict):
    """Which page is asked for, as selectors take it."""

    cursor: str
    most: int


def turn(request: Request) -> Turn:
    """Read which page is asked for."""
    return {"cursor": request.query_params.get("cursor", ""), "most": A_PAGE}


def page_of(line: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    """Describe a page of lines for the OpenAPI schema."""
    following = serializers.CharField(allow_null=True, help_text="The address of the following page.")
    fields = {"next": following, "results": line(many=True)}
    return inline_serializer(f"{line.__name__}Page", fields)


def listed(request: Request, line: type[serializers.Serializer[Any]], page: Page[Any]) -> Response:
    """Answer with a page."""
    following = next_address(request, page.next_token)
    return Response({"next": following, "results": line(page.rows, many=True).data})


def next_address(request: Request, token: str) -> str | None:
    """Give the address of the next page with the same filters."""
    if not token:
        return None
    kept = {name: value for name, value in request.query_params.items() if name != "cursor"}
    return request.build_absolute_uri(f"{request.path}?{urlencode(kept | {'cursor': token})}")
