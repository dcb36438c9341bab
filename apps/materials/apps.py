"""The catalogue: critical inputs, materials, units."""

from django.apps import AppConfig


class MaterialsConfig(AppConfig):
    name = "apps.materials"
    label = "materials"
