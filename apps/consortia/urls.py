"""Addresses of consortia."""

from django.urls import path

from apps.consortia import pages

app_name = "consortia"
urlpatterns = [
    path("", pages.consortia, name="list"),
    path("new/", pages.create, name="create"),
    path("<uuid:consortium_id>/", pages.detail, name="detail"),
    path("<uuid:consortium_id>/invite/", pages.invite, name="invite"),
    path("<uuid:consortium_id>/call/", pages.publish_call, name="publish_call"),
    path("invitations/<uuid:invitation_id>/resend/", pages.resend, name="resend"),
    path("invitations/<uuid:invitation_id>/revoke/", pages.revoke, name="revoke"),
]
