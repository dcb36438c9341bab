"""When a seal's key may be in other hands: what it sealed is trusted no more by that seal, and is sealed again."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from apps.audit.services import record
from apps.certificates.events import CertificateResealed
from apps.certificates.models import BORN, Certificate, IssuedFile, SealKey
from apps.certificates.services.issuing import Printing
from apps.certificates.services.sealing import ActiveSeal
from apps.core.actor import Actor
from apps.core.errors import Conflict, Missing

Release = Callable[[Printing], tuple[str, str]]
"""Makes and keeps the file of a certificate under the seal in use; gives its SHA-256, and what made the paper."""


@transaction.atomic
def compromise_seal(*, fingerprint: str, since: datetime, now: datetime) -> SealKey:
    """Mark a seal as compromised from a moment on. Raises `Missing` for one the register does not know."""
    row = SealKey.objects.select_for_update().filter(fingerprint__startswith=fingerprint.lower()).first()
    if row is None or not fingerprint:
        raise Missing("")
    row.compromised_at, row.retired_at = since, row.retired_at or now
    row.save(update_fields=["compromised_at", "retired_at"])
    return row


def sealed_by(row: SealKey) -> list[Certificate]:
    """Give the certificates whose present file bears a seal, in the order of their numbers."""
    rows = Certificate.objects.unscoped("the operator's command").filter(seal=row, state__in=BORN)
    return list(rows.order_by("number"))


@transaction.atomic
def seal_again(*, certificate_id: UUID, seal: ActiveSeal, release: Release, actor: Actor) -> bool:
    """Seal the same paper with the seal in use; the file before stays in the register. False if it bears it already.

    Raises `Conflict` if it was never issued.
    """
    rows = Certificate.objects.unscoped("the operator's command").select_for_update()
    row = rows.get(pk=certificate_id)
    if row.state not in BORN or row.number is None or row.numbered_at is None:
        raise Conflict("Only what was issued is sealed again.")
    if row.seal_id == seal.row_id:
        return False
    printing = Printing(row.pk, row.number, row.numbered_at, row.facts, row.facts_sha256, row.language)
    (row.pdf_sha256, made_with), row.seal_id = release(printing), seal.row_id
    row.save(update_fields=["pdf_sha256", "seal"])
    IssuedFile.objects.create(certificate=row, sha256=row.pdf_sha256, seal_id=seal.row_id, made_at=actor.now)
    event = CertificateResealed(
        certificate_id=str(row.pk), number=row.number, pdf_sha256=row.pdf_sha256, made_with=made_with
    )
    record(event, actor=actor)
    return True
