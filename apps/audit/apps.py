"""Audit: the record, the outbox and the trigger of every notification, in one row."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    name = "apps.audit"
    label = "audit"

    def ready(self) -> None:
        """Load every app's handlers, so that their subscriptions stand."""
        autodiscover_modules("events", "handlers")
