"""What follows from news about certificates: the PDF, and notices."""

from functools import partial
from uuid import UUID

import structlog
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_noop

from apps.accounts.rules import CERTIFY, EVALUATE, MANAGE, REPORT
from apps.audit.outbox import News, on
from apps.certificates.events import (
    CertificateIssued,
    CertificateWithdrawn,
    CertificationApproved,
    CertificationRefused,
    CertificationRequested,
    Evaluated,
    IssueFailed,
)
from apps.certificates.models import Certificate
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


def _tell(news: News, *, to: str, capabilities: tuple[str, ...], words: str) -> None:
    """Notify people of the holder or the body; who did it needs no telling."""
    rows = Certificate.objects.unscoped("the worker acts on an entry").select_related("material", "holder")
    row = rows.get(pk=UUID(news.event.certificate_id))
    for capability in capabilities:
        notify(
            entry_id=news.entry_id,
            capability=capability,
            organisation_ids=[row.body_id if to == "body" else row.holder_id],
            words=words,
            values={"material": row.material.name, "holder": row.holder.name, "number": row.number or ""},
            url=reverse("certificates:detail", args=[row.pk]),
            except_person=news.actor,
        )
