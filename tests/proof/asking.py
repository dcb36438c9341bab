"""Asking the platform as somebody: each request stands in a savepoint that is rolled back."""

import json
import re
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.proof.world import World

TOKEN = re.compile(rb'(name="(?:csrfmiddlewaretoken|request_key)" value=")[^"]+')
UNEQUAL = {"Set-Cookie"}  # the CSRF cookie is random; no other cookie is set by a GET, see `test_walk`


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers and bytes, with the random tokens of forms made constant."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


class Quick(Client):
    """A client that keeps neither contexts nor cookies of the answer: half the time of a request."""

    def request(self, **request: Any) -> Any:
        return self.handler(self._base_environ(**request))


class Asker:
    """One person (or nobody) with a session."""

    def __init__(self, world: World, person: str | None, *, csrf: bool = False) -> None:
        self.world, self.person = world, person
        self.client = Quick(raise_request_exception=False, enforce_csrf_checks=csrf)
        if person:
            self.client.force_login(world.cast.people[person])

    def ask(self, path: str, method: str = "GET", body: Any = None, **headers: str) -> Answer:
        """Send one request and undo whatever it did."""
        said: dict[str, Any] = {"headers": headers}
        if path.startswith("/api/") and method != "GET":
            said |= {"content_type": "application/json"}
        with transaction.atomic():
            response = self.client.generic(method, path, **said | _data(path, method, body))
            content = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        told = tuple(sorted((name, value) for name, value in response.headers.items() if name not in UNEQUAL))
        return Answer(response.status_code, told, TOKEN.sub(rb"\1token", content))


def _data(path: str, method: str, body: Any) -> dict[str, Any]:
    if method == "GET":
        return {}
    if path.startswith("/api/"):
        return {"data": json.dumps(body or {}, cls=DjangoJSONEncoder)}
    return {"data": encode_multipart(BOUNDARY, body or {}), "content_type": MULTIPART_CONTENT}


def written() -> dict[str, int]:
    """Count what this transaction has written so far, by table; undone writes count as well."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
            " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return dict(cursor.fetchall())
