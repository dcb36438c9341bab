"""Reading people and organisations, and building the actor of a request."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.accounts.models import Membership, Organisation, Party, User
from apps.accounts.rules import capabilities_of, purposes_of
from apps.core.actor import Actor
from apps.core.errors import Words

# Apps above tell here what else an organisation receives as (its consortia), at query time.
PARTY_SOURCES: list[Callable[[UUID], Iterable[UUID]]] = []


def live_memberships(person: User, *, at: datetime | None = None) -> QuerySet[Membership]:
    """Give the roles a person has now, sorted by organisation name."""
    moment = at or timezone.now()
    live = Membership.objects.filter(user=person, since__lte=moment).filter(
        Q(until=None) | Q(until__gt=moment)
    )
    return live.select_related("organisation", "user").order_by("organisation__name_key")


def actor_of(membership: Membership, *, now: datetime | None = None) -> Actor:
    """Build the actor for a person's role in one organisation."""
    person, organisation = membership.user, membership.organisation
    parties = [organisation.pk, *(party for source in PARTY_SOURCES for party in source(organisation.pk))]
    return Actor(
        user_id=person.pk,
        pseudonym=person.pseudonym,
        person_name=person.name,
        organisation_id=organisation.pk,
        organisation_name=organisation.name,
        organisation_kind=organisation.kind,
        role=membership.role,
        capabilities=capabilities_of(membership.role, organisation.kind),
        parties=tuple(dict.fromkeys(parties)),
        purposes=purposes_of(organisation.kind),
        now=now or timezone.now(),
    )


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
    now = timezone.now()
    rows = Membership.objects.filter(organisation__in=organisation_ids, since__lte=now, user__is_active=True)
    live = rows.filter(Q(until=None) | Q(until__gt=now)).select_related("user", "organisation")
    return [row.user for row in live if capability in capabilities_of(row.role, row.organisation.kind)]


def organisations_of_kind(kind: str) -> list[Organisation]:
    """Give the organisations of a kind, by name."""
    return list(Organisation.objects.filter(kind=kind).order_by("name_key"))


def organisation_of(actor: Actor) -> Organisation:
    """Give the organisation the actor acts for."""
    return Organisation.objects.get(pk=actor.organisation_id)


@dataclass(frozen=True)
class Colleague:
    """A person of one's own organisation."""

    name: str
    email: str
    role: Words
    since: datetime


def people_of(actor: Actor) -> list[Colleague]:
    """Give the people of the actor's own organisation and their roles, by name."""
    rows = Membership.objects.filter(organisation=actor.organisation_id, since__lte=actor.now)
    live = (
        rows.filter(Q(until=None) | Q(until__gt=actor.now))
        .select_related("user")
        .order_by("user__search_key")
    )
    return [Colleague(row.user.name, row.user.email, row.get_role_display(), row.since) for row in live]
