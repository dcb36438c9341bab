"""What is new for a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from apps.core.actor import Actor
from apps.notifications.models import Notice


@dataclass(frozen=True)
class NewsLine:
    """One notice in the reader's language."""

    at: datetime
    text: str
    url: str
    unread: bool


def news_for(actor: Actor, *, most: int = 20) -> Sequence[NewsLine]:
    """Give the newest notices of a person in the organisation they act for."""
    rows = Notice.objects.filter(user_id=actor.user_id, organisation_id=actor.organisation_id)
    return [
        NewsLine(row.created_at, gettext(row.words).format_map(row.values), row.url, row.read_at is None)
        for row in rows.order_by("-created_at", "-pk")[:most]
    ]


def new_count(actor: Actor) -> int:
    """Count the notices not yet seen."""
    return Notice.objects.filter(
        user_id=actor.user_id, organisation_id=actor.organisation_id, read_at=None
    ).count()
