"""Operations: what every API view is, and answers remembered by `Idempotency-Key`."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.models import RememberedAnswer
from apps.core.actor import Actor
from apps.core.canonical import sha256
from apps.core.errors import Conflict, Invalid
from apps.core.rest.problems import MEDIA_TYPE


class Operation(APIView):
    """Base of every operation: `self.actor` acts."""

    @property
    def actor(self) -> Actor:
        """The person acting for an organisation who asks."""
        return cast("Actor", self.request.actor)  # type: ignore[attr-defined]  # set by `Acting`


Post = Callable[..., Response]


def idempotent(post: Post) -> Post:
    """Honour `Idempotency-Key` on a POST that creates: the same key and request is answered from memory.

    The key is claimed before the work starts, so two at once do the work once (the second gets 409);
    an answer of 409, 429 or a fault is not remembered. A response with a `remember_as` attribute is
    remembered as that: a secret is shown once and never stored.
    """

    @wraps(post)
    def answered(self: Operation, request: Request, *args: Any, **kwargs: Any) -> Response:
        if not (key := request.headers.get("Idempotency-Key", "")):
            return post(self, request, *args, **kwargs)
        said = sha256(f"{request.path}\n".encode() + request._request.body)
        claim, remembered = _claim(self.actor, key[:120], said)
        if remembered:
            return _replay(remembered, said)
        try:
            response = post(self, request, *args, **kwargs)
        except Exception as error:  # noqa: BLE001 - every failure must settle the claim
            response = self.handle_exception(error)
        return _keep(cast("int", claim), response)

    return answered


def _claim(actor: Actor, key: str, said: str) -> tuple[int | None, RememberedAnswer | None]:
    mine: dict[str, Any] = {"user_id": actor.user_id, "organisation_id": actor.organisation_id, "key": key}
    try:
        with transaction.atomic():
            return RememberedAnswer.objects.create(**mine, request_sha256=said).pk, None
    except IntegrityError:
        return None, RememberedAnswer.objects.get(**mine)


def _replay(remembered: RememberedAnswer, said: str) -> Response:
    if remembered.request_sha256 != said:
        raise Invalid(_("This Idempotency-Key was used for another request."))
    if remembered.status is None:
        raise Conflict(_("The first request with this Idempotency-Key is still under way."))
    kind = None if remembered.status < 400 else MEDIA_TYPE  # noqa: PLR2004 - the first error status
    headers = {"Idempotent-Replay": "true"}
    return Response(
        json.loads(remembered.body or "null"), remembered.status, headers=headers, content_type=kind
    )


def _keep(claim: int, response: Response) -> Response:
    if response.status_code in {409, 429} or response.status_code >= 500:  # noqa: PLR2004 - server faults
        RememberedAnswer.objects.filter(pk=claim).delete()
        return response
    body = JSONRenderer().render(getattr(response, "remember_as", response.data)).decode()
    RememberedAnswer.objects.filter(pk=claim).update(status=response.status_code, body=body)
    return response


def read_uuid(text: str) -> UUID | None:
    """Read an id sent by a client; None if it is none."""
    try:
        return UUID(text)
    except (ValueError, TypeError, AttributeError):
        return None
