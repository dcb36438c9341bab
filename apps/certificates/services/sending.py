"""Sending certificates by mail: the row is the queue, short transactions stand around a hand-over that runs in none.

`begin_letter` takes the letter for one time limit, the worker hands it to the mail server, and one of `finish_letter`,
`end_refused`, `note_letter_trouble` writes down what came of it. Whatever dies in between leaves a row whose `due_at`
passes, and the sweeper repeats.

What SMTP cannot promise: once only. A server that has accepted the letter says so in one last line; if this line
or the worker is lost before our commit, the letter is sent again. Both carry the same Message-ID, by which
mailboxes and people recognise the double. Two workers at once cannot double it: the row belongs to one of them for
longer than the time limit of its task. Nor does SMTP promise that a letter handed over reaches anybody: what a
later server thinks of it comes back as mail to the sender's address, not to us.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from apps.accounts.models import Organisation
from apps.accounts.rules import MANAGE, REPORT
from apps.accounts.selectors import people_who_may
from apps.audit.services import record
from apps.certificates import selectors
from apps.certificates.events import CertificateSent, LetterGivenUp, LetterHandedOver, LetterRefused
from apps.certificates.models import Certificate, Letter
from apps.certificates.projections import state_word
from apps.certificates.rules import letters as rules
from apps.certificates.services.deciding import FIRST_SWEEP
from apps.certificates.services.issuing import WAIT_IN_QUEUE, lease
from apps.certificates.states import HANDED_OVER, LETTER_FLOW, POSTMAN, WAITING
from apps.core.actor import Actor
from apps.core.errors import Conflict

NO_LONGER_VALID: Final = gettext_noop("The certificate was not valid any more when its turn came.")
LOST: Final = gettext_noop("The worker was lost while it sent the letter.")


@dataclass(frozen=True)
class Posting:
    """What a worker needs to write and hand over a letter."""

    letter_id: UUID
    attempt: int
    address: str
    language: str
    line: str
    sent_by: UUID | None
    message_id: str
    created_at: datetime
    certificate: Certificate


@transaction.atomic
def send_certificate(
    *, certificate_id: UUID, actor: Actor, address: str, language: str, line: str = ""
) -> Letter:
    """Send a valid certificate that the actor's organisation holds to an address outside, with a line of theirs.

    Raises `Invalid` for an address or a line that cannot be, `Conflict` for a certificate that is not valid,
    while a letter to the same address waits, and after too many letters within a day.
    """
    certificate = selectors.certificate_to_send(actor, certificate_id)
    address, line = rules.check_address(address), rules.check_line(line)
    # Nobody else of this organisation counts until this commit; what refers to the row need not wait.
    Organisation.objects.select_for_update(no_key=True).get(pk=actor.organisation_id)
    rules.check_not_too_many(selectors.sent_within_a_day(actor))
    letter = _letter(certificate, address, language, actor, line=line, sent_by=actor.pseudonym)
    try:
        with transaction.atomic():
            letter.save()
    except IntegrityError as error:
        raise Conflict(_("This certificate is already on its way to this address.")) from error
    record(CertificateSent(**_told(letter)), actor=actor, personal={"address": address})
    return letter


@transaction.atomic
def write_to_holder(*, certificate_id: UUID, actor: Actor) -> list[UUID]:
    """Put a letter into the queue for everybody of the holder who is told of an issue; gives those that wait.

    Each gets one, in their own language, however often this is called.
    """
    certificate = Certificate.objects.unscoped("the worker acts on an entry").get(pk=certificate_id)
    told = [
        _letter(certificate, person.email, person.language, actor)
        for person in _told_of_an_issue(certificate.holder_id)
    ]
    Letter.objects.bulk_create(told, ignore_conflicts=True)
    waiting = Letter.objects.filter(certificate=certificate, sent_by=None, state=WAITING, attempts=0)
    return list(waiting.values_list("pk", flat=True))


def _told_of_an_issue(holder_id: UUID) -> Iterable[Any]:
    people = [*people_who_may(MANAGE, [holder_id]), *people_who_may(REPORT, [holder_id])]
    return {person.email: person for person in people}.values()


def _letter(certificate: Certificate, address: str, language: str, actor: Actor, **said: Any) -> Letter:
    key = uuid4()
    return Letter(
        pk=key,
        certificate=certificate,
        address=address,
        language=language,
        message_id=f"<{key}@{urlsplit(settings.SITE_URL).hostname}>",
        created_at=actor.now,
        due_at=actor.now + FIRST_SWEEP,
        **said,
    )


@transaction.atomic
def begin_letter(*, letter_id: UUID, actor: Actor) -> Posting | None:
    """Count the attempt, and take the letter for one time limit. None if there is nothing to hand over.

    That is: it has ended, somebody else is at it, its pause is not over, or it ends now, because the certificate
    is not valid any more or two days have passed.
    """
    letter = _locked(letter_id)
    if letter.state != WAITING or (letter.attempts and letter.due_at and letter.due_at > actor.now):
        return None
    certificate = letter.certificate
    if state_word(certificate, actor.now) != "valid":
        _end(letter, "give_up", actor, trouble=NO_LONGER_VALID)
        return None
    if actor.now - letter.created_at > rules.TRIED_FOR:
        _end(letter, "give_up", actor, trouble=letter.trouble or LOST)
        return None
    letter.attempts += 1
    letter.due_at, letter.pdf_sha256 = actor.now + lease(), certificate.pdf_sha256
    letter.save(update_fields=["attempts", "due_at", "pdf_sha256"])
    return Posting(
        letter.pk,
        letter.attempts,
        letter.address,
        letter.language,
        letter.line,
        letter.sent_by,
        letter.message_id,
        letter.created_at,
        certificate,
    )


@transaction.atomic
def finish_letter(*, letter_id: UUID, pdf_sha256: str, actor: Actor) -> bool:
    """Note that the mail server has taken the letter with this file. Tells whether this call was the one."""
    letter = _locked(letter_id)
    if letter.state != WAITING:
        return False
    letter.pdf_sha256 = pdf_sha256
    _end(letter, "hand_over", actor)
    return True


@transaction.atomic
def end_refused(*, letter_id: UUID, sentence: str, actor: Actor) -> None:
    """Note that the mail server has refused the letter for good, and what it said."""
    letter = _locked(letter_id)
    if letter.state == WAITING:
        _end(letter, "refuse", actor, trouble=sentence)


@transaction.atomic
def note_letter_trouble(*, letter_id: UUID, attempt: int, sentence: str, actor: Actor) -> None:
    """Note why an attempt came to nothing; the letter rests longer after each. A later attempt is left alone."""
    letter = _locked(letter_id)
    if letter.state == WAITING and letter.attempts == attempt:
        letter.trouble = sentence[:2000]
        letter.due_at = actor.now + rules.pause_after(attempt)
        letter.save(update_fields=["trouble", "due_at"])


@transaction.atomic
def queue_letter_again(*, letter_id: UUID, actor: Actor) -> None:
    """Note that a letter not yet begun is queued, so that the next sweeps leave it in its place in the queue."""
    waiting = Letter.objects.filter(pk=letter_id, state=WAITING, attempts=0)
    waiting.update(due_at=actor.now + WAIT_IN_QUEUE)


def _end(letter: Letter, name: str, actor: Actor, *, trouble: str = "") -> None:
    move = LETTER_FLOW.move(name, letter.state, {POSTMAN})
    letter.state, letter.ended_at, letter.due_at, letter.trouble = (
        move.target,
        actor.now,
        None,
        trouble[:2000],
    )
    letter.save(update_fields=["state", "ended_at", "due_at", "trouble", "pdf_sha256"])
    told = _told(letter)
    if letter.state == HANDED_OVER:
        record(LetterHandedOver(**told, pdf_sha256=letter.pdf_sha256), actor=actor)
    else:
        record({"refuse": LetterRefused, "give_up": LetterGivenUp}[name](**told), actor=actor)


def _told(letter: Letter) -> dict[str, str]:
    return {
        "letter_id": str(letter.pk),
        "number": str(letter.certificate.number),
        "message_id": letter.message_id,
    }


def _locked(letter_id: UUID) -> Letter:
    rows = Letter.objects.select_for_update(of=("self",)).select_related("certificate")
    return rows.get(pk=letter_id)
