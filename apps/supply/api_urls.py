"""Addresses of the supply API."""

from django.urls import path

from apps.supply import api

urlpatterns = [
    path("inputs/", api.Inputs.as_view(), name="api-inputs"),
    path("inputs/<slug:code>/", api.Input.as_view(), name="api-input"),
    path("countries/", api.Countries.as_view(), name="api-countries"),
]
