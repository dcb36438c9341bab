"""Addresses of the news."""

from django.urls import path

from apps.notifications import pages

app_name = "notifications"
urlpatterns = [
    path("", pages.news, name="news"),
    path("read/", pages.mark_read, name="mark_read"),
]
