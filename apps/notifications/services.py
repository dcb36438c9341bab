"""Telling people: notices in the application, and mail. Called by handlers."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import override

from apps.accounts.selectors import people_who_may
from apps.audit.models import Entry
from apps.core.actor import Actor
from apps.notifications.models import Notice, SentMail


def notify(
    *,
    entry_id: int,
    capability: str,
    organisation_ids: Iterable[UUID],
    words: str,
    url: str,
    values: Mapping[str, str] | None = None,
    except_person: UUID | None = None,
) -> None:
    """Tell the people of some organisations whose role includes a capability; once per entry and person.

    `words` is a message id marked with `gettext_noop`; `values` are what its braces hold, never
    anything confidential. `except_person` leaves out the one who did it.
    """
    at = Entry.objects.filter(pk=entry_id).values_list("at", flat=True).get()
    for organisation_id in organisation_ids:
        Notice.objects.bulk_create(
            (
                Notice(
                    user=person,
                    organisation_id=organisation_id,
                    entry=entry_id,
                    words=words,
                    values=dict(values or {}),
                    url=url,
                    created_at=at,
                )
                for person in people_who_may(capability, [organisation_id])
                if person.pseudonym != except_person
            ),
            ignore_conflicts=True,
        )


def send_mail(
    *, entry_id: int, address: str, template: str, context: Mapping[str, object], language: str = "en"
) -> None:
    """Send one mail for an entry, unless it has gone out already.

    `template` names `<template>.subject.txt` and `<template>.txt`. The note that it was sent commits with
    the handler's mark: a crash in between may send it a second time, never none.
    """
    if SentMail.objects.filter(entry=entry_id, address=address).exists():
        return
    values = {**context, "site_url": settings.SITE_URL, "site_name": settings.SITE_NAME}
    with override(language):
        subject = " ".join(render_to_string(f"{template}.subject.txt", values).split())
        EmailMessage(subject, render_to_string(f"{template}.txt", values), to=[address]).send()
    SentMail.objects.create(entry=entry_id, address=address, subject=subject)


@transaction.atomic
def mark_read(*, actor: Actor, at: datetime) -> None:
    """Note that a person has seen the news of the organisation they act for."""
    mine = Notice.objects.filter(user_id=actor.user_id, organisation_id=actor.organisation_id, read_at=None)
    mine.update(read_at=at)


def forget(*, url: str, organisation_ids: Iterable[UUID]) -> None:
    """Take back the notices of some organisations that lead to an address: it is closed to them now."""
    Notice.objects.filter(organisation__in=list(organisation_ids), url=url).delete()
