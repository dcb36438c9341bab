"""Reading people and organisations, and building the actor of a request."""

from apps.accounts.selectors.actors import PARTY_SOURCES, actor_of, live_memberships
from apps.accounts.selectors.invitations import (
    InvitedColleague,
    RoleOffer,
    invitation_by_link,
    invitation_for,
    invitations_page,
    leading_of,
    open_invitations,
    role_offer,
    standings_of,
)
from apps.accounts.selectors.organisations import (
    Names,
    names_of,
    organisation_of,
    organisations_of_kind,
    people_who_may,
)
from apps.accounts.selectors.people import Colleague, colleague_for, people_page

__all__ = [
    "PARTY_SOURCES",
    "Colleague",
    "InvitedColleague",
    "Names",
    "RoleOffer",
    "actor_of",
    "colleague_for",
    "invitation_by_link",
    "invitation_for",
    "invitations_page",
    "leading_of",
    "live_memberships",
    "names_of",
    "open_invitations",
    "organisation_of",
    "organisations_of_kind",
    "people_page",
    "people_who_may",
    "role_offer",
    "standings_of",
]
