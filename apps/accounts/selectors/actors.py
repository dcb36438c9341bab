"""The roles a person has, and the actor of a request."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.accounts.models import Membership, User
from apps.accounts.rules import capabilities_of, purposes_of
from apps.core.actor import Actor

# Apps above tell here what else an organisation receives as (its consortia), at query time.
PARTY_SOURCES: list[Callable[[UUID], Iterable[UUID]]] = []


def live_at(moment: datetime) -> Q:
    """Say of memberships that they have begun and not ended."""
    return Q(since__lte=moment) & (Q(until=None) | Q(until__gt=moment))


def live_memberships(person: User, *, at: datetime | None = None) -> QuerySet[Membership]:
    """Give the roles a person has now, sorted by organisation name."""
    live = Membership.objects.filter(live_at(at or timezone.now()), user=person)
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
