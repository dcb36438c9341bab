"""Addresses of the consortia API."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
