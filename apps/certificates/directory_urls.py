"""Addresses of the public directory."""

from django.urls import path

from apps.certificates import pages

app_name = "directory"
urlpatterns = [
    path("", pages.directory_list, name="list"),
    path("feed.atom", pages.atom_feed, name="atom"),
    path("feed.json", pages.json_feed, name="json"),
    path("<str:number>/", pages.directory_entry, name="entry"),
]
