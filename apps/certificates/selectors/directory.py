"""The public directory: what stands in it, found by words and filters; and what its holder decides on."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from django.contrib.postgres.search import SearchQueryField
from django.db.models import BooleanField, Exists, F, Func, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.certificates.models import Certificate, Listing
from apps.certificates.projections.directory import DirectoryEntry, country_name, directory_entry, filled
from apps.certificates.projections.facts import read
from apps.certificates.projections.words import EXPIRED, VALID
from apps.certificates.rules.directory import question
from apps.certificates.rules.numbers import read_number
from apps.certificates.selectors.certificates import certificate_for, may_publish
from apps.certificates.states import ISSUED, LIVE, SUSPENDED, ListingLevel
from apps.core.actor import Actor
from apps.core.errors import Conflict, Missing, NotAllowed
from apps.core.names import name_key
from apps.core.paging import Keyset, Page
from apps.materials.models import CriticalInput

BY_NAME: Final = Keyset("name_key", "number")
NEWS: Final = Keyset("-changed_at", "-number")
CURRENT, ALL = "current", "all"
NO_SUBSTITUTE: Final = frozenset({"different", "inferior"})
"""Words of a joint study about a material that does not stand in the place of the one in use."""
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for. `state` is a state's word, `current` (valid or suspended) or `all`."""

    q: str = ""
    critical_input: str = ""
    country: str = ""
    state: str = CURRENT
    valid_at: date | None = None


class Has(Func):
    """Tell whether a column of words has what a `tsquery` asks for."""

    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = BooleanField()


def directory_page(wanted: Wanted, *, at: datetime, cursor: str = "", most: int = 25) -> Page[DirectoryEntry]:
    """Give a page of the directory, by the names of the materials; one query."""
    page = BY_NAME.page(_found(wanted, at), cursor=cursor, most=most)
    return page.told(lambda row: directory_entry(row, at))


def directory_news(wanted: Wanted, *, at: datetime, cursor: str = "", most: int = 50) -> Page[DirectoryEntry]:
    """Give a page of the directory, what changed last first; one query."""
    page = NEWS.page(_found(wanted, at), cursor=cursor, most=most)
    return page.told(lambda row: directory_entry(row, at))


def entry_of(number: str, *, at: datetime) -> DirectoryEntry:
    """Give a listed certificate with what its holder publishes. Raises `Missing` for any other number, alike."""
    row = _shown(Listing.objects.public()).filter(number=read_number(number).number).first()
    if row is None:
        raise Missing("")
    return directory_entry(row, at, whole=True)


def last_changed() -> datetime:
    """Tell when the directory changed last; also what is not listed any more has changed it."""
    rows = Listing.objects.unscoped("that something changed is public; what it was is not read")
    return rows.aggregate(latest=Max("changed_at"))["latest"] or NEVER


def inputs_listed() -> list[CriticalInput]:
    """Give the critical inputs for which something is listed, as the reader's alphabet has them."""
    listed = Listing.objects.public().filter(critical_input=OuterRef("pk"))
    rows = CriticalInput.objects.filter(Exists(listed))
    return sorted(rows, key=lambda row: name_key(row.name))


def countries_listed() -> list[tuple[str, str]]:
    """Give code and name of the holders' countries, as the reader's alphabet has them."""
    codes = Listing.objects.public().exclude(country="").values_list("country", flat=True).distinct()
    named = [(code, country_name(code)) for code in codes.order_by("country")]
    return sorted(named, key=lambda pair: name_key(pair[1]))


def _found(wanted: Wanted, at: datetime) -> QuerySet[Listing]:
    rows = _shown(Listing.objects.public()).filter(_in_state(wanted, timezone.localdate(at)))
    if wanted.q:
        asked = question(wanted.q)
        rows = rows.filter(Has(F("words"), Cast(Value(asked), SearchQueryField()))) if asked else rows.none()
    if wanted.critical_input:
        rows = rows.filter(critical_input=wanted.critical_input)
    if wanted.country:
        rows = rows.filter(country=wanted.country)
    if wanted.valid_at:
        rows = rows.filter(issued_on__lte=wanted.valid_at, valid_until__gte=wanted.valid_at)
    return rows.defer("results", "words")


def _in_state(wanted: Wanted, today: date) -> Q:
    """Say a state's word in columns. `current` asked for another day means: not expired on that day."""
    valid = Q(state=ISSUED, valid_until__gte=today)
    return {
        ALL: Q(),
        CURRENT: Q(state__in=LIVE) if wanted.valid_at else valid | Q(state=SUSPENDED),
        VALID: valid,
        EXPIRED: Q(state=ISSUED, valid_until__lt=today),
    }.get(wanted.state, Q(state=wanted.state))


def _shown(rows: QuerySet[Listing]) -> QuerySet[Listing]:
    """Load what an entry names; of a successor its number, if it is listed too."""
    successor = Listing.objects.public().filter(certificate=OuterRef("certificate__superseded_by"))
    return rows.select_related("critical_input").annotate(successor=Subquery(successor.values("number")))


# What the holder decides on
def check_may_be_listed(certificate: Certificate) -> None:
    """Refuse what is not out in the world, has ended, or was found to be no substitute."""
    if certificate.state not in LIVE:
        raise Conflict(_("Only a certificate that is issued, or suspended, can be published."))
    if (read(certificate.facts)["study"].get("conclusion") or {}).get("word") in NO_SUBSTITUTE:
        raise Conflict(
            _(
                "The joint study found this material different from the one in use, or inferior to it. The"
                " directory is for substitutes; the certificate itself stays what it is."
            )
        )


def to_be_listed(actor: Actor, certificate_id: UUID) -> Certificate:
    """Find a certificate whose listing the actor decides on."""
    certificate = certificate_for(actor, certificate_id)
    if not may_publish(actor, certificate):
        raise NotAllowed(_("What is published is decided by a lead or procurement lead of the holder."))
    return certificate


def preview_of(certificate: Certificate, level: str, *, at: datetime) -> DirectoryEntry:
    """Give the entry exactly as everybody would read it, if it were listed at a level now."""
    moments = {"listed_at": at, "changed_at": at}
    row = filled(Listing(certificate=certificate, **moments), certificate, level)
    return directory_entry(row, at, whole=level == ListingLevel.RESULTS)
