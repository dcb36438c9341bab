"""Sharing: field groups, grants, projection, access log. The only app that speaks guardian."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "apps.sharing"
    label = "sharing"

    def ready(self) -> None:
        """Register the check that every field of a shared model is in exactly one group."""
        from apps.sharing import checks  # noqa: F401, PLC0415 - registers itself, needs loaded models
