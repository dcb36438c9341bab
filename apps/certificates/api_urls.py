"""Addresses of the certificates API."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
