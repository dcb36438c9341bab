"""Writing people and organisations."""

from apps.accounts.services.invitations import invite_colleague, send_again, take_back, write_letter
from apps.accounts.services.joining import join_as_known, join_as_newcomer
from apps.accounts.services.keys import make_api_key
from apps.accounts.services.organisations import (
    describe_organisation,
    found_organisation,
    note_out_of_scope,
)
from apps.accounts.services.people import (
    appoint,
    change_role,
    end_membership,
    join_organisation,
    register_person,
)

__all__ = [
    "appoint",
    "change_role",
    "describe_organisation",
    "end_membership",
    "found_organisation",
    "invite_colleague",
    "join_as_known",
    "join_as_newcomer",
    "join_organisation",
    "make_api_key",
    "note_out_of_scope",
    "register_person",
    "send_again",
    "take_back",
    "write_letter",
]
