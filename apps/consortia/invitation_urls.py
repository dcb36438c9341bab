"""Addresses of an invitation, for the holder of its link."""

from django.urls import path

from apps.consortia import invitation_pages as pages

app_name = "invitation"
urlpatterns = [
    path("answer/", pages.answer, name="answer"),
    path("decline/", pages.decline, name="decline"),
    path("welcome/", pages.welcome, name="welcome"),
    path("<str:token>/", pages.open_link, name="open"),
]
