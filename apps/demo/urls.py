"""Addresses that exist in the demonstration only."""

from django.urls import path

from apps.demo import pages

app_name = "demo"
urlpatterns = [
    path("sign-in/", pages.sign_in, name="sign_in"),
    path("mail/", pages.sent_mail, name="mail"),
]
