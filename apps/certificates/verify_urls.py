"""Addresses of verify: short, because people type them from paper."""

from django.urls import path

from apps.certificates import pages

app_name = "verify"
urlpatterns = [
    path("", pages.verify_home, name="home"),
    path("file/", pages.verify_file, name="file"),
    path("<str:number>", pages.verify_number, name="certificate"),
]
