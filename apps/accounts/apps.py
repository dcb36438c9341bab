"""People, organisations, memberships, roles, API keys, sign-in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "apps.accounts"
    label = "accounts"
    verbose_name = _("People and organisations")

    def ready(self) -> None:
        """Let the OpenAPI description know our ways to sign in."""
        from apps.accounts.rest import schema  # noqa: F401, PLC0415 - registers itself
