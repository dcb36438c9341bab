"""The protocol as its readers see it: characteristics, and the versions that were locked."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.accounts.selectors import names_of
from apps.core.actor import Actor
from apps.core.errors import Conflict, Invalid, Missing
from apps.studies.models import Characteristic, ProtocolVersion, Study
from apps.studies.projections.studies import CharacteristicView
from apps.studies.projections.versions import VersionView, version_view
from apps.studies.rules.characteristics import described
from apps.studies.rules.power import Guess, Power, power_of


def characteristics_of(study: Study) -> tuple[CharacteristicView, ...]:
    """Give what a protocol says of each characteristic, in its order; one query."""
    return tuple(
        CharacteristicView(
            id=row.pk,
            code=row.code,
            name_en=row.name_en,
            name_tr=row.name_tr,
            unit=row.unit,
            method=row.method,
            lower=plain(row.lower),
            upper=plain(row.upper),
            direction=row.direction,
            margin_kind=row.margin_kind,
            margin_low=plain(row.margin_low),
            margin_high=plain(row.margin_high),
            transformation=row.transformation,
            counts_from=row.counts_from,
        )
        for row in Characteristic.objects.filter(study=study).order_by("position", "pk")
    )


def plain(value: Any) -> Any:
    """Give a limit without the zeros that the column's fixed places add: 0.05, not 0.0500000000."""
    if value is None:
        return None
    short = value.normalize()
    return short.quantize(1) if short.as_tuple().exponent > 0 else short


def versions_of(study: Study) -> QuerySet[ProtocolVersion]:
    """Give the versions of the protocol of a study found for its viewer, newest first."""
    return ProtocolVersion.objects.filter(study=study).order_by("-number")


def protocol_file(study: Study) -> bytes:
    """Give the newest protocol of a closed study found for its viewer, in the bytes whose SHA-256 was stamped.

    Raises `Conflict` before closing: the salt in it would let codes be tried until the hash fits.
    """
    if study.closed_at is None:
        raise Conflict(
            _("The study is not closed yet; its protocol can be checked against the hash after that.")
        )
    newest = versions_of(study).first()
    if newest is None:
        raise Missing("")
    return newest.text.encode()


def version_views(actor: Actor, study: Study, rows: Sequence[ProtocolVersion]) -> list[VersionView]:
    """Show versions of a protocol with what each changed; three queries for any number.

    The text names the materials behind the codes: it is given to the convener, and to all after closing.
    Who amended is told by name within the convening organisation, to others by the organisation's name.
    """
    numbers = {row.number for row in rows}
    earlier = ProtocolVersion.objects.filter(
        study=study, number__in={number - 1 for number in numbers} - numbers
    )
    texts = {row.number: row.text for row in (*rows, *earlier)}
    convenes = study.convener_id == actor.organisation_id
    people = names_of([row.locked_by for row in rows], []).people if convenes else {}
    return [
        version_view(
            row,
            text_before=texts.get(row.number - 1),
            by=people.get(row.locked_by, study.convener.name),
            tells_text=convenes or study.closed_at is not None,
        )
        for row in rows
    ]


def power_of_plan(
    study: Study, code: str, guess: Guess, *, laboratories: int | None = None, replicates: int | None = None
) -> Power:
    """Give the chances of a study found for its viewer to show what its margins ask, by default as planned.

    Raises `Missing` for a characteristic that is not there, `Invalid` for one that is described only.
    """
    row = Characteristic.objects.filter(study=study, code=code).first()
    if row is None:
        raise Missing("")
    if not described(row).is_compared:
        sentence = _("%(code)s has no margins: it is described only.") % {"code": code}
        raise Invalid(sentence, fields={"characteristic": [sentence]})
    return power_of(
        described(row),
        guess,
        laboratories=laboratories or study.laboratories_wanted,
        replicates=replicates or study.replicates,
    )
