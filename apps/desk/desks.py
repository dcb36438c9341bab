"""A role's desk: what waits for me, what is under way, what is new, and one picture."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.certificates import selectors as certificates
from apps.changes import selectors as changes
from apps.consortia import selectors as consortia
from apps.core.actor import Actor
from apps.core.errors import Words
from apps.core.templatetags.figures import day
from apps.core.waiting import Waiting
from apps.studies import selectors as studies

NEAR_DAYS = 3


@dataclass(frozen=True)
class ToDo:
    """A line of the first band."""

    text: Words
    for_whom: str
    due: str
    left: str
    tone: str
    verb: Words
    url: str


@dataclass(frozen=True)
class UnderWay:
    """A line of the second band."""

    text: Words
    sub: str
    url: str
    next: Words
    since: str
    tone: str
    state: Words


def to_do(actor: Actor) -> list[ToDo]:
    """Give what waits for this person today, the nearest deadline first."""
    waiting = [
        *changes.waiting_for(actor),
        *certificates.waiting_for(actor),
        *studies.waiting_for(actor),
    ]
    today = actor.now.date()
    return [_to_do(item, today) for item in sorted(waiting, key=lambda item: item.due_on or date.max)]


def under_way(actor: Actor) -> list[UnderWay]:
    """Give what waits for others."""
    items = [
        *changes.in_progress_for(actor),
        *certificates.in_progress_for(actor),
        *studies.in_progress_for(actor),
        *consortia.in_progress_for(actor),
    ]
    return [
        UnderWay(
            text=item.what,
            sub=item.about,
            url=item.url,
            next=_("waiting for %(who)s") % {"who": item.next_mover} if item.next_mover else "",
            since=day(item.due_on) if item.due_on else "",
            tone="info",
            state=_("under way"),
        )
        for item in items
    ]


def _to_do(item: Waiting, today: date) -> ToDo:
    days = (item.due_on - today).days if item.due_on else None
    return ToDo(
        text=item.what,
        for_whom=item.about,
        due=day(item.due_on) if item.due_on else "",
        left="" if days is None else _left(days),
        tone="" if days is None or days > NEAR_DAYS else "bad" if days < 0 else "warn",
        verb=item.verb,
        url=item.url,
    )


def _left(days: int) -> str:
    if days < 0:
        return ngettext("%(n)d day late", "%(n)d days late", -days) % {"n": -days}
    if days == 0:
        return _("today")
    return ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
