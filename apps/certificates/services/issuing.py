"""Making an approved certificate exactly once (reference/certificates.md, 2.7).

Three short transactions around work that runs in none: `begin_issue` binds the number to the row, the worker
renders and stores the file under its SHA-256, `finish_issue` sets the file once. A worker that dies anywhere
leaves a row whose `due_at` passes; whoever comes next repeats the same bytes under the same number.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.audit.services import next_number, record
from apps.certificates.events import CertificateIssued, CertificateNumbered, IssueFailed
from apps.certificates.models import HALF_MADE, Certificate, IssuedFile, SealKey
from apps.certificates.rules.decisions import MOST_ATTEMPTS
from apps.certificates.rules.numbers import certificate_number
from apps.certificates.services.status import bind_status
from apps.certificates.services.turning import supersede
from apps.certificates.states import APPROVED, FLOW, ISSUER, ISSUING
from apps.core.actor import Actor

LOST: Final = "The worker was lost while it made the PDF."
WAIT_IN_QUEUE: Final = timedelta(seconds=60)
WAIT_FOR_THE_PLATFORM: Final = timedelta(seconds=30)


@dataclass(frozen=True)
class Printing:
    """What a worker needs to print: everything else is in the facts."""

    certificate_id: UUID
    number: str
    numbered_at: datetime
    facts: str
    facts_sha256: str
    language: str


@transaction.atomic
def begin_issue(*, certificate_id: UUID, actor: Actor) -> Printing | None:
    """Bind the number if there is none, count the attempt, and take the row for one time limit.

    None if nothing is to be done: it is issued, somebody else is at it, or it has failed for good just now.
    """
    row = _locked(certificate_id)
    if not _is_free(row, actor.now):
        return None
    if row.attempts >= MOST_ATTEMPTS:
        _fail(row, row.last_error or LOST, actor)
        return None
    number = row.number or _bind_number(row, actor)
    row.attempts += 1
    row.due_at = actor.now + lease()
    row.save(update_fields=["state", "number", "numbered_at", "attempts", "due_at"])
    return Printing(row.pk, number, row.numbered_at or actor.now, row.facts, row.facts_sha256, row.language)


def _is_free(row: Certificate, now: datetime) -> bool:
    if row.state == APPROVED:
        return True
    return row.state == ISSUING and (row.due_at is None or row.due_at <= now)


def lease() -> timedelta:
    """Give how long a worker has a certificate to itself: its hard time limit, and a second."""
    return timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT + 1)


def _bind_number(row: Certificate, actor: Actor) -> str:
    move = FLOW.move("number", row.state, {ISSUER})
    year = timezone.localdate(actor.now).year
    number = certificate_number(year=year, place=next_number(f"certificates {year}"))
    row.state, row.number, row.numbered_at = move.target, number, actor.now
    record(CertificateNumbered(certificate_id=str(row.pk), number=number), actor=actor)
    return number


@transaction.atomic
def finish_issue(
    *, certificate_id: UUID, pdf_sha256: str, seal_id: int, actor: Actor, made_with: str = ""
) -> bool:
    """Set the file of a certificate, once: the first worker to come wins. Tells whether this one did.

    What an amendment replaces is superseded in the same transaction. A seal that was marked as compromised
    meanwhile issues nothing: the row is due at once.
    """
    row = _locked(certificate_id)
    if row.state != ISSUING:
        return False
    if SealKey.objects.select_for_update().get(pk=seal_id).compromised_at:
        row.attempts, row.due_at = max(0, row.attempts - 1), actor.now  # sealed again with another seal
        row.save(update_fields=["attempts", "due_at"])
        return False
    move = FLOW.move("issue", row.state, {ISSUER})
    if row.replaces_id:
        supersede(_locked(row.replaces_id), row, actor)
    row.state, row.pdf_sha256, row.issued_at, row.due_at = move.target, pdf_sha256, actor.now, None
    row.last_error, row.seal_id = "", seal_id
    row.save(update_fields=["state", "pdf_sha256", "seal", "issued_at", "due_at", "last_error"])
    IssuedFile.objects.create(certificate=row, sha256=pdf_sha256, seal_id=seal_id, made_at=actor.now)
    event = CertificateIssued(
        certificate_id=str(row.pk), number=str(row.number), pdf_sha256=pdf_sha256, made_with=made_with
    )
    bind_status(row, actor)
    record(event, actor=actor)
    return True


@transaction.atomic
def note_trouble(*, certificate_id: UUID, error: str, actor: Actor) -> None:
    """Write down why an attempt came to nothing; after the last one the number stays void."""
    row = _locked(certificate_id)
    if row.state not in HALF_MADE:
        return
    row.last_error = error[:2000]
    if row.attempts >= MOST_ATTEMPTS:
        _fail(row, row.last_error, actor)
        return
    row.due_at = actor.now + timedelta(seconds=2**row.attempts)
    row.save(update_fields=["last_error", "due_at"])


@transaction.atomic
def note_no_seal(*, certificate_id: UUID, error: str, actor: Actor) -> None:
    """Write down that there is no seal to make it with; nothing was begun, and no attempt is counted."""
    row = _locked(certificate_id)
    if not _is_free(row, actor.now):
        return
    row.last_error, row.due_at = error[:2000], actor.now + WAIT_FOR_THE_PLATFORM
    row.save(update_fields=["last_error", "due_at"])


@transaction.atomic
def put_off(*, certificate_id: UUID, error: str, actor: Actor) -> None:
    """Write down what stands in the platform's way (token, time-stamp authority, disk), and give the attempt back.

    However long that lasts, it is not the certificate's fault: its number does not become void of it.
    """
    row = _locked(certificate_id)
    if row.state not in HALF_MADE:
        return
    row.last_error, row.attempts = error[:2000], max(0, row.attempts - 1)
    row.due_at = actor.now + WAIT_FOR_THE_PLATFORM
    row.save(update_fields=["last_error", "attempts", "due_at"])


def _fail(row: Certificate, reason: str, actor: Actor) -> None:
    move = FLOW.move("fail", row.state, {ISSUER})
    row.state, row.last_error, row.due_at = move.target, reason, None
    row.save(update_fields=["state", "last_error", "due_at"])
    record(IssueFailed(certificate_id=str(row.pk), reason=reason[:300]), actor=actor)


@transaction.atomic
def queue_again(*, certificate_id: UUID, actor: Actor) -> None:
    """Note that a waiting certificate is queued, so that the next sweeps leave it in its place in the queue."""
    waiting = Certificate.objects.unscoped("the sweeper").filter(pk=certificate_id, state=APPROVED)
    waiting.update(due_at=actor.now + WAIT_IN_QUEUE)


def _locked(certificate_id: UUID) -> Certificate:
    rows = Certificate.objects.unscoped("the worker acts on an id").select_for_update()
    return rows.get(pk=certificate_id)
