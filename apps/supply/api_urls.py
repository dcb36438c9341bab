"""Addresses of the supply API."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
