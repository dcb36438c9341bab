"""Where critical inputs come from: countries and published production."""

from django.apps import AppConfig


class SupplyConfig(AppConfig):
    name = "apps.supply"
    label = "supply"
