"""Publishing a certificate in the directory and taking it out again: the holder's choice."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.audit.services import record
from apps.certificates import selectors
from apps.certificates.events import CertificateListed, CertificateUnlisted
from apps.certificates.models import Certificate, Listing
from apps.certificates.projections.directory import filled
from apps.certificates.services.deciding import locked
from apps.certificates.states import ListingLevel
from apps.core.actor import Actor
from apps.core.errors import Invalid


@transaction.atomic
def list_publicly(*, certificate_id: UUID, actor: Actor, level: str) -> Certificate:
    """Publish a certificate at a level, or change the level. Published at it already, nothing happens.

    Raises `NotAllowed` for anybody but the holder's leads, `Conflict` for what is not issued or has ended.
    """
    selectors.to_be_listed(actor, certificate_id)
    row = locked(certificate_id, actor)
    selectors.check_may_be_listed(row)
    if level not in ListingLevel.values:
        words = _("Choose what is published.")
        raise Invalid(words, fields={"level": [words]})
    old = _listing_of(row)
    if old and old.unlisted_at is None and old.level == level:
        return row
    listing = old or Listing(certificate=row, created_at=actor.now)
    if old is None or old.unlisted_at:
        listing.listed_at, listing.unlisted_at = actor.now, None
    listing.listed_by, listing.changed_at = actor.pseudonym, actor.now
    filled(listing, row, level).save()
    _tell_predecessor(row, actor)
    record(CertificateListed(certificate_id=str(row.pk), number=str(row.number), level=level), actor=actor)
    return row


@transaction.atomic
def unlist(*, certificate_id: UUID, actor: Actor) -> Certificate:
    """Take a certificate out of the directory; nothing of what was published stays in it."""
    selectors.to_be_listed(actor, certificate_id)
    row = locked(certificate_id, actor)
    listing = _listing_of(row)
    if listing is None or listing.unlisted_at:
        return row
    listing.unlisted_at = listing.changed_at = actor.now
    listing.entry = listing.results = listing.words = listing.name_key = listing.country = ""
    listing.save()
    _tell_predecessor(row, actor)
    record(CertificateUnlisted(certificate_id=str(row.pk), number=str(row.number)), actor=actor)
    return row


def tell_directory(row: Certificate, actor: Actor) -> None:
    """Let the directory say the state that a certificate has just got, if it is listed."""
    listed = Listing.objects.public().filter(certificate=row)
    listed.update(state=row.state, changed_at=actor.now)


def _tell_predecessor(row: Certificate, actor: Actor) -> None:
    """Note that the entry of what it superseded changes: it names its successor as long as that is listed."""
    Listing.objects.public().filter(certificate__superseded_by=row).update(changed_at=actor.now)


def _listing_of(row: Certificate) -> Listing | None:
    rows = Listing.objects.unscoped("of the certificate that was found and locked")
    return rows.filter(certificate=row).first()
