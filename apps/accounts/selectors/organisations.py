"""Organisations, the names of parties and people, and whom in an organisation a capability reaches."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from apps.accounts.models import Membership, Organisation, Party, User
from apps.accounts.rules import capabilities_of
from apps.accounts.selectors.actors import live_at
from apps.core.actor import Actor


@dataclass(frozen=True)
class Names:
    """Names of people (by pseudonym) and parties (by id), for telling the record."""

    people: dict[UUID, str]
    parties: dict[UUID, str]


def names_of(pseudonyms: Collection[UUID], party_ids: Collection[UUID]) -> Names:
    """Give names in two queries; what is unknown or erased is left out."""
    return Names(
        dict(User.objects.filter(pseudonym__in=set(pseudonyms)).values_list("pseudonym", "name")),
        dict(Party.objects.filter(pk__in=set(party_ids)).values_list("pk", "name")),
    )


def people_who_may(capability: str, organisation_ids: Collection[UUID]) -> list[User]:
    """Give the people of some organisations whose role includes a capability: whom a notice reaches."""
    rows = Membership.objects.filter(
        live_at(timezone.now()), organisation__in=organisation_ids, user__is_active=True
    )
    live = rows.select_related("user", "organisation")
    return [row.user for row in live if capability in capabilities_of(row.role, row.organisation.kind)]


def organisations_of_kind(kind: str) -> list[Organisation]:
    """Give the organisations of a kind, by name."""
    return list(Organisation.objects.filter(kind=kind).order_by("name_key"))


def organisation_of(actor: Actor) -> Organisation:
    """Give the organisation the actor acts for."""
    return Organisation.objects.get(pk=actor.organisation_id)
