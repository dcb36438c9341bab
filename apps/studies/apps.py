"""Joint testing: plan, enrol, hand in, close, analyse."""

from django.apps import AppConfig


class StudiesConfig(AppConfig):
    name = "apps.studies"
    label = "studies"
