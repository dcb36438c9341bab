"""The story in steps, each played exactly once: a step and its mark in the trail commit together.

A play that was cut off anywhere, kill -9 included, goes on with the first step that has no mark. What a step
needs of the worker (a mail, a certificate) it awaits before its transaction begins.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zlib import crc32

from django.db import connection, models, transaction
from django.utils import timezone

from apps.accounts.models import Organisation, User
from apps.accounts.selectors import actor_of, live_memberships
from apps.audit.selectors import record_of
from apps.audit.services import record
from apps.core.actor import Actor, system_actor
from apps.demo.events import DemonstrationBegun, DemonstrationPlayed, StepPlayed
from apps.demo.people import HOUSES, Person

DAYS: Final = 110
"""How long ago the story begins."""
MORNING: Final = 9
OFFICE_MINUTES: Final = 8 * 60
MOST_MARKS: Final = 1000
ONE_PLAYER: Final = crc32(b"demonstration")
"""The database's lock that one player at a time holds."""


@dataclass
class Story:
    """When the year begins, and what the steps have made so far: its id by the step's name."""

    beginning: datetime
    made: dict[str, str] = field(default_factory=dict)

    def moment(self, day: int, minute: int = 0) -> datetime:
        """Give a moment of the story: so many minutes after nine on a day of it."""
        return self.beginning + timedelta(days=day, minutes=minute)

    def actor(self, person: Person, day: int, minute: int | None = None) -> Actor:
        """Give a person of the cast as an actor on a day of the story, at some time between nine and five."""
        if minute is None:
            minute = crc32(f"{person.key} {day}".encode()) % OFFICE_MINUTES
        membership = live_memberships(User.objects.get(email=person.email)).get()
        return actor_of(membership, now=self.moment(day, minute))

    def house(self, key: str) -> Organisation:
        """Give an organisation of the cast."""
        return Organisation.objects.filter(name=HOUSES[key].name).earliest("created_at")

    def made_by(self, step: str) -> UUID:
        """Give the id of what a step made."""
        return UUID(self.made[step])


def nothing(_story: Story) -> None:
    """Await nothing."""


@dataclass(frozen=True)
class Step:
    """A part of the story: what it waits for, and what it does, in one transaction with its mark.

    `play` may give the row that later steps need.
    """

    name: str
    play: Callable[[Story], models.Model | None]
    awaits: Callable[[Story], Any] = nothing


def perform(step: Step, story: Story) -> None:
    """Play a step unless it was played."""
    if step.name in story.made:
        return
    step.awaits(story)
    with transaction.atomic():
        _alone()
        story.made = marks()
        if step.name in story.made:  # another player was faster
            return
        row = step.play(story)
        made = str(row.pk) if row else ""
        record(StepPlayed(step=step.name, made=made), actor=system_actor())
    story.made[step.name] = made


@transaction.atomic
def take_up() -> Story:
    """Begin the story, or take it up where it was left."""
    _alone()
    begun = _told(DemonstrationBegun)
    if begun:
        return Story(beginning=datetime.fromisoformat(begun[0]["beginning"]), made=marks())
    first = timezone.localtime() - timedelta(days=DAYS)
    beginning = first.replace(hour=MORNING, minute=0, second=0, microsecond=0).astimezone(UTC)
    record(DemonstrationBegun(beginning=beginning.isoformat()), actor=system_actor(now=beginning))
    return Story(beginning=beginning)


@transaction.atomic
def finish() -> None:
    """Note that the whole story was played, once."""
    _alone()
    if not finished():
        record(DemonstrationPlayed(), actor=system_actor())


def finished() -> bool:
    """Tell whether the story was played to its end."""
    return bool(_told(DemonstrationPlayed))


def marks() -> dict[str, str]:
    """Read which steps were played, and what each made."""
    return {body["step"]: body["made"] for body in _told(StepPlayed)}


def _told(event: type[DemonstrationPlayed]) -> list[dict[str, Any]]:
    page = record_of(DemonstrationPlayed().chain, events=frozenset({event.name}), most=MOST_MARKS)
    return [line.body for line in page.rows]


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_PLAYER])
