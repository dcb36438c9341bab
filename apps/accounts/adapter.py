"""allauth's hooks: nobody signs up by himself, one joins from an invitation."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedOnly(DefaultAccountAdapter):
    """Closes open sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Answer no: accounts are made when an invitation is accepted."""
        return False
