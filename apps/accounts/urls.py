"""Addresses of one's own account and organisation."""

from django.urls import path

from apps.accounts.pages import joining, organisation, own

app_name = "accounts"
urlpatterns = [
    path("switch/", own.switch, name="switch"),
    path("keys/", own.keys, name="keys"),
    path("organisation/", organisation.organisation, name="organisation"),
    path("organisation/invite/", organisation.invite, name="invite"),
    path(
        "organisation/invitations/<uuid:colleague_invitation_id>/send-again/",
        organisation.send_again,
        name="send_again",
    ),
    path(
        "organisation/invitations/<uuid:colleague_invitation_id>/take-back/",
        organisation.take_back,
        name="take_back",
    ),
    path("organisation/people/<uuid:person_id>/", organisation.person, name="person"),
    path("organisation/people/<uuid:person_id>/end/", organisation.end, name="end"),
    path("join/", joining.join, name="join"),
    path("join/<str:link>/", joining.open_link, name="open_link"),
]
