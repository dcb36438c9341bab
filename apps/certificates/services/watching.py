"""The calendar of certificates: surveillance that was done, and reminders, each sent once."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.audit.services import record
from apps.certificates import selectors
from apps.certificates.events import ExpiryNear, SurveillanceDone, SurveillanceNear
from apps.certificates.models import Certificate, Reminder, Surveillance
from apps.certificates.rules import decisions
from apps.certificates.rules.calendar import (
    EXPIRY,
    check_counts,
    check_done_on,
    check_is_due,
    reminder_days,
)
from apps.certificates.services.deciding import locked
from apps.certificates.states import LIVE
from apps.core.actor import Actor


@transaction.atomic
def record_surveillance(
    *, certificate_id: UUID, actor: Actor, due_on: date, done_on: date, note: str
) -> Surveillance:
    """Record that the surveillance of a day was done. Raises `Conflict` if it is recorded already."""
    row = locked(certificate_id, actor)
    selectors.check_may_watch(actor, row)
    check_counts(row.state, LIVE)
    today = timezone.localdate(actor.now)
    check_is_due(due_on, selectors.open_surveillance(row, today), selectors.done_surveillance(row))
    check_done_on(done_on, row.valid_from or today, today)
    done = Surveillance.objects.create(
        certificate=row,
        due_on=due_on,
        done_on=done_on,
        note=decisions.check_said(note, "note"),
        done_by=actor.pseudonym,
    )
    event = SurveillanceDone(
        certificate_id=str(row.pk), number=str(row.number), day=due_on.isoformat(), note=done.note
    )
    record(event, actor=actor)
    return done


@transaction.atomic
def remind(*, certificate_id: UUID, kind: str, day: date, actor: Actor) -> bool:
    """Remind holder and body of a day, if its time has come and nobody has. Tells whether it did.

    The row that is unique for the reminder commits together with its entry, whose handler sends the notices:
    asked twice, also at once, people are told once.
    """
    days = reminder_days(kind, day, timezone.localdate(actor.now))
    rows = Certificate.objects.unscoped("the platform reminds").select_for_update()
    row = rows.get(pk=certificate_id)
    if days is None or row.state not in LIVE:
        return False
    _reminder, new = Reminder.objects.get_or_create(certificate=row, kind=kind, day=day, days_before=days)
    if new:
        event = ExpiryNear if kind == EXPIRY else SurveillanceNear
        said = {"certificate_id": str(row.pk), "number": str(row.number), "day": day.isoformat()}
        record(event(**said), actor=actor)
    return new
