"""Calls, invitations, agreements, membership."""

from django.apps import AppConfig


class ConsortiaConfig(AppConfig):
    name = "apps.consortia"
    label = "consortia"

    def ready(self) -> None:
        """Tell accounts that an organisation also receives as its consortia."""
        from apps.accounts.selectors import PARTY_SOURCES  # noqa: PLC0415 - needs loaded models
        from apps.consortia.selectors import consortium_ids_of  # noqa: PLC0415 - needs loaded models

        PARTY_SOURCES.append(consortium_ids_of)
