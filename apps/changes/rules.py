"""What a report must hold, when things are due, and who may sign: pure checks."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from apps.changes.words import part_of
from apps.core.errors import Invalid, NotAllowed, Words

TARGET_DAYS: Final = 20
"""Working days the administration gives itself for a case."""

DUTY_YEARS: Final = 10
REPORTING_DUTY: Final = gettext_noop("Duty to report supplier changes of critical inputs")
STATISTICS_DUTY: Final = gettext_noop("Duty to inform the industry body that a supplier change was reported")

SHORTEST_EXPLANATION: Final = 20
FRIDAY: Final = 4


@dataclass(frozen=True)
class Gap:
    """What a report still lacks: the field, the page that asks for it, and what would be right."""

    field: str
    part: str
    message: Words


def local_day(moment: datetime) -> date:
    """Give the day a moment falls on where the administration sits."""
    return timezone.localdate(moment)


def years_later(moment: datetime, years: int) -> datetime:
    """Give the same day of a later year; 29 February becomes the 28th."""
    year = moment.year + years
    last = monthrange(year, moment.month)[1]
    return moment.replace(year=year, day=min(moment.day, last))


def is_working_day(day: date) -> bool:
    """Tell whether a day is Monday to Friday. Public holidays come with the statutory clock."""
    return day.weekday() <= FRIDAY


def working_day_after(start: date, days: int) -> date:
    """Give the day that lies a number of working days after `start`."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """Count the working days after `start` up to and including `end`; negative if `end` is earlier."""
    if end < start:
        return -working_days_between(end, start)
    weeks, rest = divmod((end - start).days, 7)
    extra = sum(is_working_day(start + timedelta(days=step)) for step in range(1, rest + 1))
    return weeks * 5 + extra


def gaps_in(filled: Mapping[str, Any], *, on: date) -> list[Gap]:
    """Give what is missing or wrong in a report, in the order of its pages.

    `filled` maps standard fields to values; `certificate_is_valid` says what the register answered for
    `certificate_number`; `shipments` are (day, mass) pairs. A report names a certificate that is valid in the
    register, or its testing outcome explains in words why there is none.
    """
    found = [_gap(field, message) for field, message in _required().items() if not filled.get(field)]
    return found + _testing_gaps(filled) + _schedule_gaps(filled, on)


def _gap(field: str, message: Words) -> Gap:
    return Gap(field, part_of(field), message)


def _required() -> dict[str, Words]:
    return {
        "critical_input": _("Choose the critical input."),
        "reason": _("Say why the supplier changes."),
        "country_mined": _("Choose the country where it is mined."),
        "country_processed": _("Choose the country where it is processed."),
        "country_shipped_from": _("Choose the country it is shipped from."),
        "current_supplier": _("Name the current supplier."),
        "new_supplier": _("Name the new supplier."),
        "grade": _("Give the grade."),
        "annual_volume_kg": _("Give the volume of a year."),
        "shipments": _("Add at least one shipment."),
    }


def _testing_gaps(filled: Mapping[str, Any]) -> list[Gap]:
    if number := filled.get("certificate_number"):
        if filled.get("certificate_is_valid"):
            return []
        message = _("Certificate %(number)s is not valid in the register. Name a valid one, or none.")
        return [_gap("certificate_number", message % {"number": number})]
    if len((filled.get("testing_outcome") or "").strip()) < SHORTEST_EXPLANATION:
        return [_gap("testing_outcome", _("Name a valid certificate, or explain why there is none."))]
    return []


def _schedule_gaps(filled: Mapping[str, Any], on: date) -> list[Gap]:
    shipments: Sequence[tuple[date, Decimal]] = filled.get("shipments") or ()
    found = []
    if any(day < on for day, _mass in shipments):
        found.append(_gap("shipments", _("A shipment lies in the past. Give the day it will leave.")))
    if any(mass <= 0 for _day, mass in shipments):
        found.append(_gap("shipments", _("A shipment has no mass. Give kilograms above zero.")))
    return found


def doubts_in(filled: Mapping[str, Any]) -> list[Gap]:
    """Give what is odd but may be right: shown before sending, never in the way."""
    shipments: Sequence[tuple[date, Decimal]] = filled.get("shipments") or ()
    volume = filled.get("annual_volume_kg")
    if volume and sum(mass for _day, mass in shipments) > volume:
        return [_gap("shipments", _("The shipments together are more than the volume of a year."))]
    return []


def check_complete(gaps: Sequence[Gap]) -> None:
    """Refuse to send a report with gaps; every gap is named at its field."""
    if not gaps:
        return
    fields: dict[str, list[Words]] = {}
    for gap in gaps:
        fields.setdefault(gap.field, []).append(gap.message)
    raise Invalid(_("The report is not complete."), fields=fields)


def check_written(field: str, text: str, message: Words) -> str:
    """Give a text without the spaces around it, or refuse an empty one."""
    if not (written := text.strip()):
        raise Invalid(message, fields={field: [message]})
    return written


def check_due(due_on: date, *, on: date) -> None:
    """Refuse an answer's due day that is not ahead."""
    if due_on <= on:
        message = _("Choose a day after today.")
        raise Invalid(message, fields={"due_on": [message]})


def check_outcome(outcome: str, known: Sequence[str]) -> None:
    """Refuse an outcome that does not exist."""
    if outcome not in known:
        message = _("Choose an outcome.")
        raise Invalid(message, fields={"outcome": [message]})


def check_another_person(recommended_by: UUID, decider: UUID) -> None:
    """Refuse the second signature to the person who gave the first."""
    if recommended_by == decider:
        raise NotAllowed(_("You recommended this yourself: another person signs second."))
