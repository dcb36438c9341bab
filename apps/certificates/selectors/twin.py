"""What machines read: the credential of a certificate, the status lists, the keys that verify them."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.certificates import projections
from apps.certificates.models import CredentialKey, StatusEntry
from apps.certificates.projections.credential import Issued
from apps.certificates.projections.status import STATES_OF
from apps.certificates.rules.bitstring import length_for
from apps.certificates.selectors.register import verify, verify_address
from apps.core.errors import Conflict, Missing, NotAllowed


def credential(number: str, fingerprint: str, *, at: datetime) -> dict[str, Any]:
    """Give the credential of a certificate in the public register, for who has its paper.

    Raises `Missing` for a number that is not known and `NotAllowed` without the paper's fingerprint: the
    credential says every result, as the facts do, and numbers are easy to guess.
    """
    found = verify(number, fingerprint, at=at)
    if found is None:
        raise Missing(_("Not known."))
    if found.facts is None:
        raise NotAllowed(_fingerprint_wanted(found.paper))
    entry = (
        StatusEntry.objects.select_related("certificate").defer("certificate__facts").get(pk=found.entry.id)
    )
    row, number = entry.certificate, found.entry.number
    address = f"{settings.SITE_URL}{reverse('api-credential', args=[number])}?h={fingerprint.strip().lower()}"
    issued = Issued(
        facts=found.facts,
        facts_sha256=row.facts_sha256,
        pdf_sha256=row.pdf_sha256,
        address=address,
        page=verify_address(number, row.facts_sha256),
        status_lists={purpose: status_address(purpose, entry.year) for purpose in STATES_OF},
        status_index=entry.index,
    )
    return projections.credential(issued)


def _fingerprint_wanted(paper: str) -> str:
    if paper == "other":
        return _("The number exists, but the paper you hold is not the one that was issued under it.")
    return _("Give the fingerprint h from the paper's QR code: the credential says every result.")


def status_list(purpose: str, year: int, *, at: datetime) -> dict[str, Any]:
    """Give the status list of a purpose and year; `Missing` where no certificate stands in it."""
    of_year = StatusEntry.objects.filter(year=year)
    highest = of_year.aggregate(highest=Max("index"))["highest"]
    if purpose not in STATES_OF or highest is None:
        raise Missing(_("Not known."))
    set_bits = of_year.filter(certificate__state__in=STATES_OF[purpose]).values_list("index", flat=True)
    address = status_address(purpose, year)
    return projections.status_list(address, purpose, set_bits, length_for(highest), at)


def status_length(year: int) -> int:
    """Give how many bits the lists of a year have."""
    return length_for(StatusEntry.objects.filter(year=year).aggregate(highest=Max("index"))["highest"])


def status_address(purpose: str, year: int) -> str:
    """Give the public address of a status list."""
    return f"{settings.SITE_URL}{reverse('api-status-list', args=[purpose, year])}"


def key_in_use() -> CredentialKey | None:
    """Give the key that signs now; a development key never does in production."""
    return CredentialKey.objects.filter(retired_at=None, is_test=not settings.PRODUCTION).first()


def did_document() -> dict[str, Any]:
    """Give the DID document: every key that may still verify something, the newest first."""
    keys = CredentialKey.objects.filter(compromised_at=None, is_test=not settings.PRODUCTION)
    return projections.did_document(
        [key.public_jwk | {"kid": key.kid} for key in keys.order_by("-not_before")]
    )


def signing_key() -> CredentialKey:
    """Give the key in use; `Conflict` before a worker has taken the first one into use."""
    if key := key_in_use():
        return key
    raise Conflict(_("The platform has no key to sign with yet; ask again in a minute."))
