"""Addresses of the API of consortia."""

from django.urls import path

from apps.consortia import api

urlpatterns = [
    path("consortia/", api.Consortia.as_view(), name="api-consortia"),
    path("consortia/<uuid:consortium_id>/members/", api.Members.as_view(), name="api-members"),
    path("consortia/<uuid:consortium_id>/calls/", api.Calls.as_view(), name="api-consortium-calls"),
    path("consortia/<uuid:consortium_id>/invitations/", api.Invitations.as_view(), name="api-invitations"),
    path("invitations/accept/", api.Acceptance.as_view(), name="api-invitation-accept"),
    path(
        "invitations/accept-with-account/",
        api.AccountAcceptance.as_view(),
        name="api-invitation-accept-with-account",
    ),
    path(
        "invitations/<uuid:invitation_id>/resend/",
        api.InvitationAgain.as_view(),
        name="api-invitation-resend",
    ),
    path(
        "invitations/<uuid:invitation_id>/revoke/", api.InvitationBack.as_view(), name="api-invitation-revoke"
    ),
    path("calls/", api.OpenCalls.as_view(), name="api-calls"),
]
