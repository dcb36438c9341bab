"""Programs that use the API: one signed in by session with its CSRF token, one with a key."""

import json
from typing import Any
from uuid import uuid4

from django.test import Client

from apps.demo.people import PASSWORD, Person

API = "/api/v1/"


class Program:
    """Somebody's program. `posts` sends an Idempotency-Key of its own each time."""

    def __init__(self, **headers: str) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.headers = headers

    @classmethod
    def signed_in(cls, person: Person) -> "Program":
        """Sign in by the form as a browser does, and keep the session."""
        program = cls()
        program.client.get("/account/sign-in/")
        said = {"login": person.email, "password": PASSWORD, "csrfmiddlewaretoken": program._csrf()}
        assert program.client.post("/account/sign-in/", said).status_code == 302, person
        program.headers = {"X-CSRFToken": program._csrf()}
        return program

    @classmethod
    def with_key(cls, person: Person) -> "Program":
        """Make a key by session once, and come with the key from then on."""
        made = cls.signed_in(person).posts("keys/", {"label": "the journey"})
        return cls(Authorization=f"Token {made['key']}")

    def _csrf(self) -> str:
        return self.client.cookies["csrftoken"].value

    def gets(self, path: str, status: int = 200) -> Any:
        """Read something."""
        return self._read(self.client.get(API + path, headers=self.headers), status)

    def posts(self, path: str, said: Any = None, status: int = 201, key: str = "") -> Any:
        """Create or do something; the same key twice does it once."""
        headers = self.headers | {"Idempotency-Key": key or str(uuid4())}
        answer = self.client.post(API + path, said or {}, content_type="application/json", headers=headers)
        return self._read(answer, status)

    def patches(self, path: str, said: Any, status: int = 200) -> Any:
        """Change something."""
        answer = self.client.patch(API + path, said, content_type="application/json", headers=self.headers)
        return self._read(answer, status)

    def uploads(self, path: str, file: Any, status: int = 201, key: str = "") -> Any:
        """Hand in a file as a form does."""
        headers = self.headers | {"Idempotency-Key": key or str(uuid4())}
        return self._read(self.client.post(API + path, {"file": file}, headers=headers), status)

    @staticmethod
    def _read(answer: Any, status: int) -> Any:
        assert answer.status_code == status, f"{answer.status_code}: {answer.content[:1500]!r}"
        if answer.status_code >= 400:
            assert answer["Content-Type"] == "application/problem+json"
        if "json" in answer.get("Content-Type", ""):
            return json.loads(answer.content)
        return answer.content
