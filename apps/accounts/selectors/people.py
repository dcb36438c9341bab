"""The people of one's own organisation: who they are, what they do there, since when and until when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, QuerySet, Value, When

from apps.accounts.models import Membership
from apps.accounts.selectors.actors import live_at
from apps.accounts.words import duties_of
from apps.core.actor import Actor
from apps.core.errors import Missing, Words
from apps.core.paging import A_PAGE, Keyset, Page

BY_NAME = Keyset("ended", "user__search_key", "user__pseudonym")
"""Those who are here before those who were, each by name."""


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """A person of one's own organisation. `since` is the first day of the role, `until` of having none."""

    id: UUID
    name: str
    email: str
    role: str
    role_label: Words
    duties: str
    since: datetime
    until: datetime | None
    is_active: bool


def people_page(actor: Actor, *, cursor: str = "", most: int = A_PAGE) -> Page[Colleague]:
    """Give a page of the people who belong to the actor's organisation, then of those who did; one query."""
    page = BY_NAME.page(_latest(actor), cursor=cursor, most=most)
    return Page([_told(actor, row) for row in page.rows], page.next_token)


def colleague_for(actor: Actor, person_id: UUID) -> Colleague:
    """Find a person of the actor's own organisation by pseudonym, or raise `Missing`."""
    row = _latest(actor).filter(user__pseudonym=person_id).first()
    if row is None:
        raise Missing("")
    return _told(actor, row)


def _latest(actor: Actor) -> QuerySet[Membership]:
    """Give the newest role of everybody who has or had one, with whether they are gone."""
    rows = Membership.objects.filter(organisation=actor.organisation_id, since__lte=actor.now)
    newest = rows.order_by("user", "-since", "-pk").distinct("user").values("pk")
    here = When(live_at(actor.now), then=Value(False))
    ended = Case(here, default=Value(True), output_field=BooleanField())
    return Membership.objects.filter(pk__in=newest).select_related("user").annotate(ended=ended)


def _told(actor: Actor, row: Any) -> Colleague:
    return Colleague(
        id=row.user.pseudonym,
        name=row.user.name,
        email=row.user.email,
        role=row.role,
        role_label=row.get_role_display(),
        duties=duties_of(row.role, actor.organisation_kind),
        since=row.since,
        until=row.until,
        is_active=not row.ended and row.user.is_active,
    )
