"""One's own organisation in JSON."""

from typing import Any

from rest_framework import serializers

from apps.accounts.models import ColleagueInvitation, Organisation, Role
from apps.accounts.rules import roles_for

ROLES = Role.choices


class OrganisationOut(serializers.Serializer[Any]):
    """The organisation I act for. `roles` are those that it may give to its people."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Organisation.Kind.choices)
    is_sme = serializers.BooleanField()
    country = serializers.CharField()
    address = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    roles = serializers.SerializerMethodField()

    def get_roles(self, organisation: Organisation) -> list[str]:
        """Give the roles that mean something in an organisation of its kind."""
        return list(roles_for(organisation.kind))


class PersonOut(serializers.Serializer[Any]):
    """A person of my organisation. `since` is when the role began, `until` when the membership ended."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField()
    role = serializers.ChoiceField(choices=ROLES)
    since = serializers.DateTimeField()
    until = serializers.DateTimeField(allow_null=True)
    is_active = serializers.BooleanField()


class RoleIn(serializers.Serializer[Any]):
    """Another role, one of the organisation's `roles`."""

    role = serializers.ChoiceField(choices=ROLES)


class ColleagueIn(RoleIn):
    """Whom to invite, for what."""

    email = serializers.EmailField(max_length=254)
    language = serializers.ChoiceField(choices=["en", "tr"], default="en")


class ColleagueInvitationOut(serializers.Serializer[Any]):
    """An invitation as those see it who lead the organisation; the link is in the mail alone."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    role = serializers.ChoiceField(choices=ROLES)
    state = serializers.ChoiceField(choices=ColleagueInvitation.State.choices)
    asked_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
