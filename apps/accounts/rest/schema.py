"""How the OpenAPI description names our two ways to sign in."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # untyped hook of the base
    """`Authorization: Token ck_…`."""

    target_class = "apps.accounts.rest.doors.Key"
    name = "ApiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Describe the header."""
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "`Token ck_…`"}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # as above
    """The pages' own session, with the CSRF token in `X-CSRFToken`."""

    target_class = "apps.accounts.rest.doors.Session"
    name = "Session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Describe the cookie."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
