"""Addresses of supply."""

from django.urls import path

from apps.supply import pages

app_name = "supply"
urlpatterns = [
    path("", pages.inputs, name="inputs"),
    path("<slug:code>/", pages.critical_input, name="input"),
]
