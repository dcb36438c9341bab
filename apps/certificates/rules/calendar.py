"""When a certificate is due for surveillance, and when people are reminded: pure arithmetic of days."""

import calendar
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _

from apps.core.errors import Conflict, Invalid

SURVEILLANCE_MONTHS: Final = 12
EXPIRY, SURVEILLANCE = "expiry", "surveillance"
REMIND_BEFORE: Final[dict[str, tuple[int, ...]]] = {EXPIRY: (90, 30), SURVEILLANCE: (30,)}
"""How many days before its day people are reminded."""


def after_months(day: date, months: int) -> date:
    """Give the same day of the month so many months later, or the month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def surveillance_days(first: date, last: date) -> list[date]:
    """Give the days on which surveillance is due: every twelve months after the first, within the validity."""
    days, months = [], SURVEILLANCE_MONTHS
    while (due := after_months(first, months)) < last:
        days.append(due)
        months += SURVEILLANCE_MONTHS
    return days


def reminder_days(kind: str, day: date, today: date) -> int | None:
    """Give which reminder of a day is due today: the nearest whose time has come; None before and after.

    A day on which nobody was reminded (the platform stood still) is made up for on the next.
    """
    if today > day:
        return None
    come = [days for days in REMIND_BEFORE[kind] if day - timedelta(days=days) <= today]
    return min(come) if come else None


def check_counts(state: str, live: Collection[str]) -> None:
    """Refuse the surveillance of what is not, or no longer, a certificate that counts."""
    if state not in live:
        raise Conflict(_("Only an issued or suspended certificate is under surveillance."))


def check_is_due(due_on: date, open_days: Sequence[date], done: Collection[date]) -> None:
    """Refuse to record the surveillance of a day that is none of this certificate's, or is done."""
    if due_on in done:
        raise Conflict(_("This surveillance is already recorded."))
    if due_on not in open_days:
        words = _("Choose one of the surveillances of this certificate.")
        raise Invalid(words, fields={"due_on": [words]})


def check_done_on(done_on: date, first: date, today: date) -> None:
    """Require a day between the first of the validity and today."""
    if not first <= done_on <= today:
        words = _("The day lies between the first day of the validity and today.")
        raise Invalid(words, fields={"done_on": [words]})
