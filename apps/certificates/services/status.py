"""The place of a certificate in the status lists: bound when it is issued."""

import secrets
from typing import Final

from django.utils import timezone

from apps.certificates import selectors
from apps.certificates.models import Certificate, StatusEntry
from apps.core.actor import Actor

DRAWS: Final = 20
"""This many taken indices one after the other, and the list doubles: it is then about nine tenths full."""


def bind_status(row: Certificate, actor: Actor) -> None:
    """Give a certificate a random free index in the lists of this year, in the caller's transaction.

    At random, because running numbers would tell how many certificates were issued, and when. The database
    keeps an index for one certificate; who draws a taken one, or one being taken now, draws again.
    """
    year = timezone.localdate(actor.now).year
    length, drawn = selectors.status_length(year), 0
    while not StatusEntry.objects.filter(pk=row.pk).exists():
        if drawn and drawn % DRAWS == 0:
            length *= 2
        entry = StatusEntry(certificate=row, year=year, index=secrets.randbelow(length))
        StatusEntry.objects.bulk_create([entry], ignore_conflicts=True)
        drawn += 1
