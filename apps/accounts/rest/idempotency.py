"""Answers remembered by `Idempotency-Key`: a POST that is repeated does its work once.

The work and the memory of its answer are one transaction. A process that is killed at any instant leaves
either both or neither, so that a repeat finds the answer or does the work; nothing has to be taken over, and
nothing is done twice because a kill fell between the work and its answer. While a request is under way its
key is held by a lock of that transaction, which the database itself opens when the process is gone.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.models import RememberedAnswer
from apps.core.canonical import sha256
from apps.core.errors import Conflict, Invalid

KEPT_FOR = timedelta(days=7)
LONGEST_KEY = 120
REFUSED = 400  # the first status of those that say no
Post = Callable[..., Response]
Owner = Callable[[Any, Request], str | None]


def acting(operation: Any, request: Request) -> str:
    """Own an answer as a person acting for an organisation."""
    return f"person {operation.actor.user_id} for {operation.actor.organisation_id}"


def idempotent_for(owner: Owner) -> Callable[[Post], Post]:
    """Honour `Idempotency-Key` on a POST: the same key and request of one owner is answered from memory.

    `owner` says whose answer it is; who is not the owner never gets it, whatever key they send. None is
    nobody, whose answers are not remembered. The same key with another request is refused (422), and while
    the first request is under way (409). Only what was done is remembered: a refusal changed nothing, and a
    repeat is judged anew. A response with a `remember_as` attribute is remembered as that: a secret is shown
    once and never stored.
    """

    def mark(post: Post) -> Post:
        @wraps(post)
        def answered(self: APIView, request: Request, *args: Any, **kwargs: Any) -> Response:
            key = request.headers.get("Idempotency-Key", "")
            mine = owner(self, request) if key else None
            if mine is None:
                return post(self, request, *args, **kwargs)
            with transaction.atomic():
                return _once(mine, key, request, lambda: _done(self, post, request, *args, **kwargs))

        answered.honours_key = True  # type: ignore[attr-defined]  # read by the OpenAPI description
        return answered

    return mark


idempotent = idempotent_for(acting)


def _once(owner: str, key: str, request: Request, do: Callable[[], Response]) -> Response:
    if len(key) > LONGEST_KEY:
        raise Invalid(_("An Idempotency-Key has at most %(most)d characters.") % {"most": LONGEST_KEY})
    if not _hold(owner, key):
        raise Conflict(_("The first request with this Idempotency-Key is still under way."))
    said = sha256(f"{request.path}\n".encode() + request._request.body)
    if remembered := RememberedAnswer.objects.filter(owner=owner, key=key).first():
        return _replay(remembered, said)
    response = do()
    if response.status_code < REFUSED:
        body = JSONRenderer().render(getattr(response, "remember_as", response.data)).decode()
        RememberedAnswer.objects.create(
            owner=owner, key=key, request_sha256=said, status=response.status_code, body=body
        )
    return response


def _hold(owner: str, key: str) -> bool:
    """Lock a key until the end of this transaction; False at once if another transaction holds it."""
    number = int.from_bytes(bytes.fromhex(sha256(f"{owner}\n{key}"))[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        (held,) = cursor.fetchone()
    return bool(held)


def _done(operation: APIView, post: Post, request: Request, *args: Any, **kwargs: Any) -> Response:
    """Answer a refusal as a response, so that what it leaves in the trail is committed; a fault undoes all."""
    try:
        return post(operation, request, *args, **kwargs)
    except Exception as error:  # noqa: BLE001 - raised again if it is none of DRF's or ours
        return operation.handle_exception(error)


def _replay(remembered: RememberedAnswer, said: str) -> Response:
    if remembered.request_sha256 != said:
        raise Invalid(_("This Idempotency-Key was used for another request."))
    return Response(
        json.loads(remembered.body or "null"), remembered.status, headers={"Idempotent-Replay": "true"}
    )


def forget(*, now: datetime) -> int:
    """Forget answers that nobody repeats any more; gives their number."""
    gone, _each = RememberedAnswer.objects.filter(created_at__lt=now - KEPT_FOR).delete()
    return gone
