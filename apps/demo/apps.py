"""The demonstration: a believable year played through the services; never in production."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "apps.demo"
    label = "demo"
