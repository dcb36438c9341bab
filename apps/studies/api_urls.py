"""Addresses of the studies API."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
