"""What is due: expiries and surveillances of the next months, for holder and body, and for reminding."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.rules import CERTIFY, EVALUATE
from apps.certificates.models import Certificate, CertificateQuerySet, Surveillance
from apps.certificates.rules.calendar import (
    EXPIRY,
    REMIND_BEFORE,
    SURVEILLANCE,
    SURVEILLANCE_MONTHS,
    after_months,
    reminder_days,
    surveillance_days,
)
from apps.certificates.rules.decisions import MOST_MONTHS
from apps.certificates.states import LIVE, SUSPENDED
from apps.core.actor import Actor
from apps.core.errors import NotAllowed

AHEAD = 12  # months
SOON = 3  # months: how early a surveillance may be done
MOST = 500  # certificates on one calendar


@dataclass(frozen=True, kw_only=True)
class Due:
    """One line of a calendar: a certificate expires, or its surveillance is due."""

    certificate_id: UUID
    kind: str
    day: date
    number: str
    material: str
    holder: str
    body: str
    suspended: bool
    overdue: bool
    may_record: bool


@dataclass(frozen=True)
class Month:
    """The lines of one month; `first_on` is its first day."""

    first_on: date
    lines: tuple[Due, ...]


@dataclass(frozen=True)
class Calendar:
    """What is overdue, and the months ahead that have something; `more` if there are more than is shown."""

    overdue: tuple[Due, ...]
    months: tuple[Month, ...]
    more: bool


def calendar_of(actor: Actor) -> Calendar:
    """Give what expires within twelve months and which surveillance is due, of what the actor sees; two queries."""
    today = timezone.localdate(actor.now)
    end = after_months(today, AHEAD)
    rows = _named(Certificate.objects.visible_to(actor)).filter(state__in=LIVE, valid_until__gte=today)
    found = list(rows.order_by("valid_until", "pk")[: MOST + 1])
    lines = [line for row in found[:MOST] for line in _lines(row, actor, today) if line.day <= end]
    lines.sort(key=lambda line: (line.day, line.kind, line.number))
    ahead = [line for line in lines if not line.overdue]
    months = groupby(ahead, key=lambda line: line.day.replace(day=1))
    return Calendar(
        tuple(line for line in lines if line.overdue),
        tuple(Month(first, tuple(group)) for first, group in months),
        len(found) > MOST,
    )


def _named(rows: CertificateQuerySet) -> CertificateQuerySet:
    named = rows.select_related("material", "holder", "body").defer("facts")
    return named.prefetch_related("surveillances")


def _lines(row: Certificate, actor: Actor, today: date) -> Iterator[Due]:
    said: dict[str, Any] = {
        "certificate_id": row.pk,
        "number": row.number or "",
        "material": row.material.name,
        "holder": row.holder.name,
        "body": row.body.name,
        "suspended": row.state == SUSPENDED,
    }
    mine, soon = may_watch(actor, row), after_months(today, SOON)
    for kind, day in _days_of(row):
        watched = kind == SURVEILLANCE
        record = watched and mine and day <= soon
        yield Due(kind=kind, day=day, overdue=watched and day < today, may_record=record, **said)


def _days_of(row: Certificate) -> Iterator[tuple[str, date]]:
    """Give the days of a certificate that are still to come or to be done."""
    if row.valid_from is None or row.valid_until is None:
        return
    yield EXPIRY, row.valid_until
    done = {one.due_on for one in row.surveillances.all()}
    for day in surveillance_days(row.valid_from, row.valid_until):
        if day not in done:
            yield SURVEILLANCE, day


def open_surveillance(certificate: Certificate, today: date) -> list[date]:
    """Give the surveillances of a certificate that may be recorded: due, or due within a quarter of a year."""
    soon = after_months(today, SOON)
    return [day for kind, day in _days_of(certificate) if kind == SURVEILLANCE and day <= soon]


def done_surveillance(certificate: Certificate) -> dict[date, Surveillance]:
    """Give the surveillances that were done, by the day they were due."""
    rows = Surveillance.objects.filter(certificate=certificate).order_by("due_on")
    return {row.due_on: row for row in rows}


def may_watch(actor: Actor, certificate: Certificate) -> bool:
    """Tell whether the actor may record a surveillance: those who evaluate or decide for the body."""
    return certificate.body_id == actor.organisation_id and bool(actor.capabilities & {EVALUATE, CERTIFY})


def check_may_watch(actor: Actor, certificate: Certificate) -> None:
    """Refuse the recording to anybody else."""
    if not may_watch(actor, certificate):
        raise NotAllowed(_("Surveillance is recorded by the people of the certification body."))


def to_remind(today: date) -> list[tuple[UUID, str, date]]:
    """Give certificate, kind and day of everything that people are to be reminded of today and were not."""
    rows = Certificate.objects.unscoped("the platform reminds").filter(
        _expires_soon(today) | _is_watched_soon(today), state__in=LIVE
    )
    rows = rows.defer("facts").prefetch_related("surveillances", "reminders").order_by("valid_until", "pk")
    return [
        (row.pk, kind, day)
        for row in rows.iterator(chunk_size=500)
        for kind, day in _days_of(row)
        if _is_to_be_told(row, kind, day, today)
    ]


def _is_to_be_told(row: Certificate, kind: str, day: date, today: date) -> bool:
    days = reminder_days(kind, day, today)
    sent = {(one.kind, one.day, one.days_before) for one in row.reminders.all()}
    return days is not None and (kind, day, days) not in sent


def _expires_soon(today: date) -> Q:
    return Q(valid_until__range=(today, today + timedelta(days=max(REMIND_BEFORE[EXPIRY]))))


def _is_watched_soon(today: date) -> Q:
    """Narrow by the first day: a surveillance comes every twelve months after it, give or take a leap day."""
    end = today + timedelta(days=max(REMIND_BEFORE[SURVEILLANCE]) + 1)
    found = Q(pk__in=[])
    for months in range(SURVEILLANCE_MONTHS, MOST_MONTHS + 1, SURVEILLANCE_MONTHS):
        span = (after_months(today, -months) - timedelta(days=1), after_months(end, -months))
        found |= Q(valid_from__range=span)
    return found
