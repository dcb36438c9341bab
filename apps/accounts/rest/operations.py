"""Operations: what every API view is."""

from typing import Any, cast
from uuid import UUID

from rest_framework.request import Request
from rest_framework.views import APIView

from apps.accounts.rest.idempotency import idempotent, idempotent_for
from apps.core.actor import Actor


class Operation(APIView):
    """Base of every operation: `self.actor` acts."""

    @property
    def actor(self) -> Actor:
        """The person acting for an organisation who asks."""
        return cast("Actor", self.request.actor)  # type: ignore[attr-defined]  # set by `Acting`


class OneKind(APIView):
    """Base of what is answered in one kind alone, such as a file; problems are JSON all the same."""

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:  # noqa: FBT001, FBT002 - DRF's
        """Accept whatever is asked for."""
        return super().perform_content_negotiation(request, force=True)


def read_uuid(text: str) -> UUID | None:
    """Read an id sent by a client; None if it is none."""
    try:
        return UUID(text)
    except (ValueError, TypeError, AttributeError):
        return None


__all__ = ["OneKind", "Operation", "idempotent", "idempotent_for", "read_uuid"]
