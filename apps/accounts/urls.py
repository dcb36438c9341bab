"""Addresses of one's own account."""

from django.urls import path

from apps.accounts import pages

app_name = "accounts"
urlpatterns = [
    path("switch/", pages.switch, name="switch"),
    path("organisation/", pages.organisation, name="organisation"),
    path("keys/", pages.keys, name="keys"),
]
