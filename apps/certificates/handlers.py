"""What follows from news about certificates: the PDF, letters, and notices."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

import structlog
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_noop

from apps.accounts.rules import CERTIFY, EVALUATE, MANAGE, REPORT
from apps.audit.outbox import News, on
from apps.certificates import selectors, services
from apps.certificates.events import (
    AmendmentStarted,
    BatchOrdered,
    CertificateIssued,
    CertificateReinstated,
    CertificateSent,
    CertificateSuperseded,
    CertificateSuspended,
    CertificateWithdrawn,
    CertificationApproved,
    CertificationRefused,
    CertificationRequested,
    Evaluated,
    ExpiryNear,
    IssueFailed,
    SurveillanceDone,
    SurveillanceNear,
)
from apps.certificates.models import Certificate
from apps.core.actor import system_actor
from apps.notifications.services import notify

log = structlog.get_logger(__name__)


@on(CertificationApproved)
def make_the_paper(news: News) -> None:
    """Hand the certificate to the worker that prints; the row is the promise, this only makes it fast."""
    transaction.on_commit(partial(send_to_print, news.event.certificate_id), robust=True)


def send_to_print(certificate_id: str) -> None:
    """Queue a certificate. A broker that is down costs nothing but time: the sweeper repeats."""
    from apps.certificates.tasks import issue  # noqa: PLC0415 - WeasyPrint loads where paper is made, not in web

    try:
        issue.delay(certificate_id)
    except Exception as error:  # noqa: BLE001 - whatever the broker says, the row stands
        log.warning("broker.unreachable", certificate=certificate_id, error=str(error))


@on(CertificateIssued)
def mail_the_holder(news: News) -> None:
    """Send the certificate to the people of its holder who are told of it; a letter is written once to each."""
    written = services.write_to_holder(
        certificate_id=UUID(news.event.certificate_id), actor=system_actor(now=news.at)
    )
    for letter_id in written:
        transaction.on_commit(partial(send_to_post, str(letter_id)), robust=True)


@on(CertificateSent)
def post_the_letter(news: News) -> None:
    """Hand a letter to the worker."""
    transaction.on_commit(partial(send_to_post, news.event.letter_id), robust=True)


def send_to_post(letter_id: str) -> None:
    """Queue a letter. A broker that is down costs nothing but time: the sweeper repeats."""
    from apps.certificates.tasks import post  # noqa: PLC0415 - as above

    try:
        post.delay(letter_id)
    except Exception as error:  # noqa: BLE001 - whatever the broker says, the row stands
        log.warning("broker.unreachable", letter=letter_id, error=str(error))


@on(BatchOrdered)
def judge_the_lines(news: News) -> None:
    """Hand each certificate of a batch to the workers."""
    lines = selectors.lines_of(UUID(news.event.batch_id))
    transaction.on_commit(partial(send_to_judge, lines), robust=True)


def send_to_judge(line_ids: list[int]) -> None:
    """Queue lines of a batch. A broker that is down is not asked for each: the sweeper repeats."""
    from apps.certificates.tasks import approve_line  # noqa: PLC0415 - as above

    try:
        for line_id in line_ids:
            approve_line.delay(line_id)
    except Exception as error:  # noqa: BLE001 - whatever the broker says, the rows stand
        log.warning("broker.unreachable", lines=len(line_ids), error=str(error))


@on(CertificationRequested)
def tell_the_evaluators(news: News) -> None:
    """Tell the body's evaluators that something is to be evaluated."""
    _tell(
        news, to="body", capabilities=(EVALUATE,), words=gettext_noop("{holder} asks to certify {material}.")
    )


@on(Evaluated)
def tell_the_certifiers(news: News) -> None:
    """Tell the body's decision makers that an evaluation is there."""
    words = gettext_noop("{material} of {holder} is evaluated; the decision is yours.")
    _tell(news, to="body", capabilities=(CERTIFY,), words=words)


@on(CertificationRefused)
def tell_of_the_refusal(news: News) -> None:
    """Tell the holder that the certification was refused."""
    words = gettext_noop("The certification of {material} was refused; the reasons are there.")
    _tell(news, to="holder", capabilities=(MANAGE, REPORT), words=words)


@on(CertificateIssued)
def tell_of_the_issue(news: News) -> None:
    """Tell holder and body that the paper is there."""
    words = gettext_noop("Certificate {number} for {material} is issued.")
    _tell(news, to="holder", capabilities=(MANAGE, REPORT), words=words)
    _tell(news, to="body", capabilities=(CERTIFY,), words=words)


@on(IssueFailed)
def tell_of_the_failure(news: News) -> None:
    """Tell holder and body that no paper will come of it."""
    words = gettext_noop("The certificate for {material} could not be made; its number is void.")
    _tell(news, to="body", capabilities=(CERTIFY, EVALUATE), words=words)
    _tell(news, to="holder", capabilities=(MANAGE, REPORT), words=words)


@on(CertificateWithdrawn)
def tell_of_the_withdrawal(news: News) -> None:
    """Tell the holder at once that the paper no longer counts."""
    words = gettext_noop("Certificate {number} for {material} was withdrawn.")
    _tell(news, to="holder", capabilities=(MANAGE, REPORT), words=words)


@on(CertificateSuspended)
def tell_of_the_suspension(news: News) -> None:
    """Tell the holder at once that the paper does not count for now."""
    words = gettext_noop("Certificate {number} for {material} is suspended; the reason is there.")
    _tell(news, to="holder", capabilities=(MANAGE, REPORT), words=words)


@on(CertificateReinstated)
def tell_of_the_reinstatement(news: News) -> None:
    """Tell the holder that the paper counts again."""
    words = gettext_noop("Certificate {number} for {material} is reinstated; the reason is there.")
    _tell(news, to="holder", capabilities=(MANAGE, REPORT), words=words)


@on(AmendmentStarted)
def tell_of_the_amendment(news: News) -> None:
    """Tell the body's evaluators that an amendment is to be evaluated, and the holder that it has begun."""
    words = gettext_noop("Certificate {replaced} for {material} is being amended; the reason is there.")
    replaced = {"replaced": news.event.replaced}
    _tell(news, to="body", capabilities=(EVALUATE,), words=words, values=replaced)
    _tell(news, to="holder", capabilities=(MANAGE, REPORT), words=words, values=replaced)


@on(CertificateSuperseded)
def tell_what_supersedes_it(news: News) -> None:
    """Tell the holder that another paper stands in the place of this one."""
    words = gettext_noop("Certificate {number} for {material} is superseded by {successor}.")
    successor = {"successor": news.event.successor}
    _tell(news, to="holder", capabilities=(MANAGE, REPORT), words=words, values=successor)


@on(SurveillanceDone)
def tell_of_the_surveillance(news: News) -> None:
    """Tell the holder what the body has looked at."""
    words = gettext_noop("The surveillance of certificate {number} for {material} is recorded.")
    _tell(news, to="holder", capabilities=(MANAGE, REPORT), words=words)


@on(ExpiryNear)
def remind_of_the_expiry(news: News) -> None:
    """Remind holder and body that a certificate expires."""
    words = gettext_noop("Certificate {number} for {material} is valid until {day}.")
    _remind(news, words)


@on(SurveillanceNear)
def remind_of_the_surveillance(news: News) -> None:
    """Remind holder and body that a surveillance is due."""
    words = gettext_noop("The surveillance of certificate {number} for {material} is due on {day}.")
    _remind(news, words)


def _remind(news: News, words: str) -> None:
    day = {"day": news.event.day}
    _tell(news, to="holder", capabilities=(MANAGE, REPORT), words=words, values=day)
    _tell(news, to="body", capabilities=(CERTIFY, EVALUATE), words=words, values=day)


def _tell(
    news: News,
    *,
    to: str,
    capabilities: tuple[str, ...],
    words: str,
    values: Mapping[str, str] | None = None,
) -> None:
    """Notify people of the holder or the body; who did it needs no telling."""
    rows = Certificate.objects.unscoped("the worker acts on an entry").select_related("material", "holder")
    row = rows.get(pk=UUID(news.event.certificate_id))
    named = {"material": row.material.name, "holder": row.holder.name, "number": row.number or ""}
    for capability in capabilities:
        notify(
            entry_id=news.entry_id,
            capability=capability,
            organisation_ids=[row.body_id if to == "body" else row.holder_id],
            words=words,
            values=named | dict(values or {}),
            url=reverse("certificates:detail", args=[row.pk]),
            except_person=news.actor,
        )
