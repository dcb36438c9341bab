"""Addresses of the API of one's own account and organisation."""

from django.urls import path

from apps.accounts.api import organisation, own

COLLEAGUE = "organisation/invitations/<uuid:colleague_invitation_id>/"
PERSON = "organisation/people/<uuid:person_id>/"

urlpatterns = [
    path("me/", own.Me.as_view(), name="api-me"),
    path("keys/", own.Keys.as_view(), name="api-keys"),
    path("organisation/", organisation.OneOrganisation.as_view(), name="api-organisation"),
    path("organisation/people/", organisation.People.as_view(), name="api-people"),
    path(f"{PERSON}role/", organisation.PersonRole.as_view(), name="api-person-role"),
    path(f"{PERSON}end/", organisation.PersonEnd.as_view(), name="api-person-end"),
    path("organisation/invitations/", organisation.ColleagueInvitations.as_view(), name="api-colleagues"),
    path(
        f"{COLLEAGUE}send-again/",
        organisation.ColleagueInvitationAgain.as_view(),
        name="api-colleague-send-again",
    ),
    path(
        f"{COLLEAGUE}take-back/",
        organisation.ColleagueInvitationBack.as_view(),
        name="api-colleague-take-back",
    ),
]
