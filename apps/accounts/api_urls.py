"""Addresses of the API of one's own account."""

from django.urls import path

from apps.accounts import api

urlpatterns = [
    path("me/", api.Me.as_view(), name="api-me"),
    path("keys/", api.Keys.as_view(), name="api-keys"),
]
