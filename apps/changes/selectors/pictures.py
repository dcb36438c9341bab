"""Counts for the pictures of home pages. They come from the same door as the lists."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from apps.changes.models import Case, Report
from apps.changes.rules import local_day, working_days_between
from apps.changes.selectors.cases import open_since
from apps.changes.selectors.reports import today
from apps.changes.states import DRAFT, CaseState
from apps.core.actor import Actor
from apps.core.errors import Words
from apps.materials.models import CriticalInput


@dataclass(frozen=True)
class MonthCount:
    """How many changes of an input were reported in a month (its first day)."""

    input_code: str
    input_name: str
    month: date
    count: int


@dataclass(frozen=True)
class DaysLeft:
    """How many open cases have so many working days left."""

    label: Words
    count: int
    tone: str


STEPS: Final[tuple[tuple[int, Words, str], ...]] = (
    (-1, _("overdue"), "bad"),
    (4, _("0 to 4 days"), "warn"),
    (9, _("5 to 9 days"), "info"),
    (14, _("10 to 14 days"), "neutral"),
    (10**6, _("15 days and more"), "neutral"),
)


def counts_by_input_and_month(actor: Actor) -> list[MonthCount]:
    """Count the reported changes the actor may know of, by input and month, in two queries."""
    rows = Report.objects.visible_to(actor).exclude(state=DRAFT)
    counted = rows.annotate(month=TruncMonth("submitted_at")).values("critical_input", "month")
    totals = counted.annotate(count=Count("pk")).order_by("month", "critical_input")
    names = {row.pk: row.name for row in CriticalInput.objects.all()}
    return [
        MonthCount(row["critical_input"], names[row["critical_input"]], row["month"].date(), row["count"])
        for row in totals
    ]


def queue_by_days_left(actor: Actor) -> list[DaysLeft]:
    """Count the administration's open cases by working days left, in one query."""
    rows = Case.objects.visible_to(actor).filter(administration=actor.organisation_id)
    ended = {CaseState.APPROVED, CaseState.REFUSED}
    left = [
        working_days_between(local_day(asked_at) if asked_at else today(actor), due_on)
        for due_on, asked_at in rows.exclude(state__in=ended).values_list("due_on", open_since())
    ]
    counts = [0] * len(STEPS)
    for days in left:
        counts[next(index for index, (most, _label, _tone) in enumerate(STEPS) if days <= most)] += 1
    return [DaysLeft(label, count, tone) for (_most, label, tone), count in zip(STEPS, counts, strict=True)]
