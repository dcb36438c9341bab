"""Addresses of the changes API."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
