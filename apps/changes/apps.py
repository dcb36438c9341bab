"""Supplier-change reports, cases, decisions."""

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    name = "apps.changes"
    label = "changes"
