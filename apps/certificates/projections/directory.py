"""What anybody may read of a listed certificate: these fields and no others.

No producer, no study, no laboratory, no person, no address, no certification body; results only where the holder
chose that level. Control letters and those that turn the text around them are taken out: feeds are read by
programs that trust what they read.
"""

import json
import unicodedata
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from babel import Locale
from django.utils import timezone

from apps.certificates.models import Certificate, Listing
from apps.certificates.projections.facts import read
from apps.certificates.projections.register import DEMONSTRATION
from apps.certificates.projections.words import EXPIRED, lasting
from apps.certificates.rules.directory import certified_of, results_of, standards_of, vector
from apps.certificates.states import ISSUED, ListingLevel
from apps.core.canonical import canonical
from apps.core.letters import HIDDEN
from apps.core.names import name_key
from apps.core.templatetags.figures import language


@dataclass(frozen=True, kw_only=True)
class Published:
    """What is copied from the frozen facts when a holder lists a certificate; in the language of its paper.

    `conclusion` is the joint study's sentence about the material against the one in use; empty if it compared none.
    """

    language: str
    test: bool
    title: str
    material: str
    grade: str
    replaces: str
    standards: tuple[str, ...]
    certified: tuple[str, ...]
    holder: str
    conclusion: str = ""


@dataclass(frozen=True, kw_only=True)
class DirectoryEntry(Published):
    """A listed certificate as anybody reads it.

    `replaces` is the material in use so far. `state` is valid, expired, suspended, withdrawn or superseded;
    `successor` is the number that superseded it, if that is listed too. `measured` are the results, None where the
    holder publishes none or where a list does not show them.
    """

    number: str
    critical_input: str
    critical_input_code: str
    country: str
    issued_on: date
    valid_until: date
    state: str
    successor: str
    published_at: datetime
    updated_at: datetime
    measured: tuple[dict[str, Any], ...] | None

    @property
    def standing(self) -> str:
        """What a stranger may go by: the state, but of a demonstration's certificate never that."""
        return DEMONSTRATION if self.test else self.state

    @property
    def country_name(self) -> str:
        """The holder's country in the reader's language; empty if it is not known."""
        return country_name(self.country)


def country_name(code: str) -> str:
    """Name a country in the reader's language."""
    return str(Locale(language()).territories.get(code, code))


def filled(listing: Listing, certificate: Certificate, level: str) -> Listing:
    """Copy into a listing what the holder publishes at a level, and nothing else; nothing is saved."""
    facts: dict[str, Any] = _plain(read(certificate.facts))
    issued_at, valid_until = certificate.issued_at, certificate.valid_until
    if issued_at is None or valid_until is None or certificate.number is None:
        message = "Only what was issued can be listed."
        raise ValueError(message)
    published = _published(facts)
    results = results_of(facts) if level == ListingLevel.RESULTS else []
    listing.level, listing.state, listing.number = level, certificate.state, certificate.number
    listing.issued_on, listing.valid_until = timezone.localdate(issued_at), valid_until
    listing.critical_input = certificate.material.critical_input
    listing.country = certificate.holder.country
    listing.name_key = name_key(published.material)
    listing.entry = canonical(
        asdict(published) | {"standards": [*published.standards], "certified": [*published.certified]}
    )
    listing.results = canonical(results) if results else ""
    listing.words = vector(_texts(published, listing, results))
    return listing


def _published(facts: dict[str, Any]) -> Published:
    product = facts["product"]
    return Published(
        language=facts["language"],
        test=facts["test"],
        title=facts["title"],
        material=product["material"],
        grade=product["grade"],
        replaces=product["incumbent"] or "",
        standards=tuple(standards_of(facts)),
        certified=tuple(certified_of(facts)),
        holder=facts["holder"]["name"],
        conclusion=(facts["study"].get("conclusion") or {}).get("sentence", ""),
    )


def _texts(published: Published, listing: Listing, results: list[dict[str, Any]]) -> list[str]:
    """Give what is searched: published texts. The names of a critical input are public in both languages."""
    names = (listing.critical_input.name_en, listing.critical_input.name_tr)
    shown = [row[name] for row in results for name in ("characteristic", "method")]
    said = (published.material, published.grade, published.replaces, published.holder, listing.number)
    return [*said, *names, *published.standards, *published.certified, *shown]


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return "".join(letter for letter in value if unicodedata.category(letter) not in HIDDEN)
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


def directory_entry(row: Listing, at: datetime, *, whole: bool = False) -> DirectoryEntry:
    """Read a listing (with its critical input and `successor`) at a moment; `whole` with its results."""
    said = json.loads(row.entry)
    state = lasting(row.valid_until, at) if row.state == ISSUED else row.state
    return DirectoryEntry(
        **said | {"standards": tuple(said["standards"]), "certified": tuple(said["certified"])},
        number=row.number,
        critical_input=row.critical_input.name,
        critical_input_code=row.critical_input_id,
        country=row.country,
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        state=state,
        successor=getattr(row, "successor", None) or "",
        published_at=row.listed_at,
        updated_at=max(row.changed_at, _expired_at(row.valid_until)) if state == EXPIRED else row.changed_at,
        measured=tuple(json.loads(row.results)) if whole and row.results else None,
    )


def _expired_at(valid_until: date) -> datetime:
    """Give the first moment after the last day, where the platform stands."""
    midnight = datetime.combine(valid_until + timedelta(days=1), time(), timezone.get_default_timezone())
    return midnight.astimezone(UTC)
