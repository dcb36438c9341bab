"""Operations: what every API view is."""

from typing import cast
from uuid import UUID

from rest_framework.views import APIView

from apps.accounts.rest.idempotency import idempotent, idempotent_for
from apps.core.actor import Actor


class Operation(APIView):
    """Base of every operation: `self.actor` acts."""

    @property
    def actor(self) -> Actor:
        """The person acting for an organisation who asks."""
        return cast("Actor", self.request.actor)  # type: ignore[attr-defined]  # set by `Acting`


def read_uuid(text: str) -> UUID | None:
    """Read an id sent by a client; None if it is none."""
    try:
        return UUID(text)
    except (ValueError, TypeError, AttributeError):
        return None


__all__ = ["Operation", "idempotent", "idempotent_for", "read_uuid"]
