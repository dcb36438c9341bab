"""The OpenAPI description: operation ids, tags, and the problems every operation may answer."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

PROBLEM = {
    "type": "object",
    "description": "Problem details (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "A stable code for programs."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence for people."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
    "example": {
        "type": "about:blank",
        "title": "missing",
        "status": 404,
        "detail": "There is nothing here for you.",
    },
}
ALWAYS = {
    "400": "The request is not well formed.",
    "401": "No valid session or API key.",
    "403": "You may see this, but not do this to it.",
    "404": "It does not exist for you.",
    "409": "Not possible any more: the state has changed, or the same key is in flight.",
    "422": "What was sent cannot be right.",
    "429": "Too many requests; see Retry-After.",
}


KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="Any text of yours, at most 120 characters. A repeat with the same key and request within seven "
    "days is answered as the first one was, with `Idempotent-Replay: true`, and changes nothing; with another "
    "request 422, while the first is under way 409. A refusal is not remembered.",
)


class Schema(AutoSchema):
    """Tags an operation with its app, and tells which ones honour an `Idempotency-Key`."""

    def get_tags(self) -> list[str]:
        """Give the app's name: apps.changes.api… is `changes`."""
        return [type(self.view).__module__.split(".")[1]]

    def get_override_parameters(self) -> list[Any]:
        """Add the header to the operations that are marked."""
        told: list[Any] = super().get_override_parameters()
        done = getattr(self.view, self.method.lower())
        return [*told, KEY] if getattr(done, "honours_key", False) else told


def declare_problems(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """Add the problem answers to every operation."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in result["paths"].values():
        for operation in operations.values():
            for status, description in ALWAYS.items():
                operation["responses"].setdefault(status, {"description": description, "content": content})
    return result
