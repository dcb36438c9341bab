"""The worker's door: make certificates, send them, and finish what was left. Paper is made in the queue `pdf`."""

import gc
from uuid import UUID

import structlog
from celery import shared_task
from celery.signals import worker_process_init
from django.utils import timezone

from apps.certificates import selectors, services
from apps.certificates.documents import archive, letter, paper, release
from apps.certificates.documents.keyring import Unusable
from apps.certificates.sealing.material import SealError
from apps.core.actor import system_actor
from apps.core.errors import Conflict

log = structlog.get_logger(__name__)
MOST_PER_SWEEP = 200


@worker_process_init.connect
def set_aside_what_is_loaded(**_said: object) -> None:
    """Spare the garbage collector all that a new process of the worker has loaded and keeps for life.

    Searching it again and again took a quarter of the time of a certificate.
    """
    gc.freeze()


@shared_task
def issue(certificate_id: str) -> None:
    """Make one certificate. Doing it twice, also at once, does it once.

    Rendering runs outside of any transaction. MemoryError is caught like every other fault: left alone it
    would end the worker's main process (reference/reliability.md, 2.3).
    """
    key = UUID(certificate_id)
    try:
        seal = services.active_seal(now=timezone.now())
    except SealError as error:
        # The operator's trouble, not the certificate's: it costs no attempt, and the sweeper comes again.
        log.error("certificate.no_seal", certificate=certificate_id, error=str(error))  # noqa: TRY400 - a sentence
        services.note_no_seal(certificate_id=key, error=str(error), actor=system_actor())
        return
    printing = services.begin_issue(certificate_id=key, actor=system_actor())
    if printing is None:
        return
    try:
        pdf_sha256 = archive.keep(release.released(printing, seal.material))
    except (SealError, OSError) as error:
        # The platform's trouble, not the certificate's: a token or an authority of time that is away, a full disk.
        log.error("certificate.put_off", certificate=certificate_id, error=str(error))  # noqa: TRY400 - a sentence
        services.put_off(certificate_id=key, error=str(error), actor=system_actor())
        return
    except Exception as error:
        log.exception("certificate.trouble", certificate=certificate_id)
        services.note_trouble(certificate_id=key, error=repr(error), actor=system_actor())
        return
    services.finish_issue(
        certificate_id=key,
        pdf_sha256=pdf_sha256,
        seal_id=seal.row_id,
        made_with=paper.made_with(),
        actor=system_actor(),
    )
    have_a_key()


@shared_task
def post(letter_id: str) -> None:
    """Hand one letter to the mail server. Asked twice, also at once, it hands over once as far as SMTP allows."""
    key = UUID(letter_id)
    posting = services.begin_letter(letter_id=key, actor=system_actor())
    if posting is None:
        return
    try:
        pdf_sha256 = letter.hand_over(posting)
    except letter.Refused as refusal:
        services.end_refused(letter_id=key, sentence=str(refusal), actor=system_actor())
    except Exception as error:
        unexpected = not isinstance(
            error, OSError
        )  # of a mail server the log keeps the kind: it names addresses
        log.warning(
            "letter.trouble",
            letter=letter_id,
            attempt=posting.attempt,
            error=type(error).__name__,
            exc_info=unexpected,
        )
        services.note_letter_trouble(
            letter_id=key, attempt=posting.attempt, sentence=letter.said_by(error), actor=system_actor()
        )
    else:
        services.finish_letter(letter_id=key, pdf_sha256=pdf_sha256, actor=system_actor())


@shared_task
def approve_line(line_id: int) -> None:
    """Judge one certificate of a batch. Doing it twice, also at once, does it once."""
    if not services.begin_line(line_id=line_id, actor=system_actor()):
        return
    try:
        services.judge_line(line_id=line_id, actor=system_actor())
    except Exception:
        log.exception("batch.trouble", line=line_id)
        services.note_line_trouble(line_id=line_id, actor=system_actor())


@shared_task
def sweep() -> None:
    """Queue again what a crash, a flushed Redis or a lost broker left behind."""
    for line_id in selectors.lines_due(now=timezone.now(), most=MOST_PER_SWEEP):
        services.queue_line_again(line_id=line_id, actor=system_actor())
        approve_line.delay(line_id)
    for letter_id in selectors.letters_due(now=timezone.now(), most=MOST_PER_SWEEP):
        services.queue_letter_again(letter_id=letter_id, actor=system_actor())
        post.delay(str(letter_id))
    for certificate_id, _state in selectors.half_made(now=timezone.now(), most=MOST_PER_SWEEP):
        services.queue_again(certificate_id=certificate_id, actor=system_actor())
        issue.delay(str(certificate_id))
    archive.tidy(now=timezone.now())
    have_a_key()


def have_a_key() -> None:
    """See that there is a key for the machine twin. Trouble with it stops no paper; the next sweep tries again."""
    try:
        services.keep_a_key(actor=system_actor())
    except (Unusable, Conflict, OSError) as error:
        log.warning("credential_key.trouble", error=str(error))


@shared_task
def remind() -> None:
    """Remind people of expiries and surveillances, once each; running twice a day tells nobody twice."""
    actor = system_actor()
    for certificate_id, kind, day in selectors.to_remind(timezone.localdate(actor.now)):
        services.remind(certificate_id=certificate_id, kind=kind, day=day, actor=actor)
