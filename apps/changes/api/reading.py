"""What the operations of this app share: reading a body, and the address of a list's next page."""

from typing import Any

from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer

from apps.core.paging import A_PAGE, Place, place_of
from apps.core.rest.paging import next_address


def said(kind: type[BaseSerializer[Any]], request: Request) -> dict[str, Any]:
    """Read a body, or refuse it with a line per field."""
    body = kind(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


def asked(kind: type[BaseSerializer[Any]], request: Request) -> dict[str, Any]:
    """Read a list's filters, or refuse what no filter can be."""
    query = kind(data=request.query_params.dict())
    query.is_valid(raise_exception=True)
    return dict(query.validated_data)


def place(request: Request) -> Place | None:
    """Read where a page begins; a cursor that is not ours is the first page."""
    return place_of(request.query_params.get("cursor", ""))


__all__ = ["A_PAGE", "asked", "next_address", "place", "said"]
