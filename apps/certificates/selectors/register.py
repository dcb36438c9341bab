"""The public register, and the rows a worker has to finish."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from apps.certificates import projections
from apps.certificates.models import BORN, HALF_MADE, Certificate
from apps.certificates.projections import RegisterEntry, Verified
from apps.certificates.projections.register import FINGERPRINT_LENGTH
from apps.certificates.rules.numbers import read_number
from apps.certificates.states import FAILED

FOLDER = "certificates"  # in MEDIA_ROOT


def register_entry(number: str, *, at: datetime | None = None) -> RegisterEntry | None:
    """Give what anyone may know of a number; None if we never issued it."""
    row = issued(number)
    return projections.register_entry(row, at or timezone.now()) if row else None


def verify(number: str, fingerprint: str, *, at: datetime) -> Verified | None:
    """Answer a stranger who has a number and perhaps the fingerprint of a paper; None if it is not known."""
    row = issued(number)
    return projections.verified(row, fingerprint, at) if row else None


def issued(number: str) -> Certificate | None:
    """Find what is out in the world: a number that is void or still bound to nothing is not known."""
    if not (read := read_number(number).number):
        return None
    rows = Certificate.objects.unscoped("the public register").filter(number=read, state__in=BORN)
    return in_its_chain(rows).first()


def is_void(number: str) -> bool:
    """Tell whether a number was given to a certificate that could not be made: it stands for nothing, for ever."""
    read = read_number(number).number
    return (
        bool(read)
        and Certificate.objects.unscoped("the public register").filter(number=read, state=FAILED).exists()
    )


def in_its_chain(rows: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Load the neighbours in a chain of amendments along with the rows: their numbers and no more."""
    fields = [one.name for one in Certificate._meta.concrete_fields if one.name not in {"id", "number"}]
    aside = [f"{side}__{name}" for side in ("replaces", "superseded_by") for name in fields]
    return rows.select_related("replaces", "superseded_by").defer(*aside)


def verify_address(number: str, facts_sha256: str) -> str:
    """Give the public address that the QR code of a paper opens."""
    path = reverse("verify:certificate", args=[number])
    return f"{settings.SITE_URL}{path}?h={facts_sha256[:FINGERPRINT_LENGTH]}"


def half_made(*, now: datetime, most: int) -> list[tuple[UUID, str]]:
    """Give id and state of approved certificates whose time has come and whose PDF is not there."""
    rows = Certificate.objects.unscoped("the sweeper finishes what was left").filter(
        state__in=HALF_MADE, due_at__lte=now
    )
    return list(rows.order_by("due_at").values_list("pk", "state")[:most])


def register_lines() -> Iterator[Certificate]:
    """Stream all numbered certificates in the order of their numbers, for the command line."""
    rows = Certificate.objects.unscoped("the operator's command").exclude(number=None).defer("facts")
    yield from rows.order_by("number").iterator(chunk_size=500)
