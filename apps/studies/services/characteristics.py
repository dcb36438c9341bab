"""Writing characteristics into a protocol while it is planned."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.audit.services import record
from apps.core.actor import Actor
from apps.core.errors import Conflict, Invalid, Missing
from apps.studies.events import CharacteristicAdded, CharacteristicChanged, CharacteristicRemoved
from apps.studies.models import Characteristic, Direction, MarginKind, Study, Transformation
from apps.studies.rules.characteristics import FIELDS, TEXTS, Described, check_characteristic, described
from apps.studies.rules.protocol import MOST_CHARACTERISTICS, check_named
from apps.studies.services.locking import locked_for


@transaction.atomic
def add_characteristic(
    *,
    study_id: UUID,
    code: str,
    name_en: str,
    name_tr: str,
    unit: str,
    method: str,
    actor: Actor,
    lower: Decimal | None = None,
    upper: Decimal | None = None,
    direction: str = Direction.TARGET,
    margin_kind: str = MarginKind.ABSOLUTE,
    margin_low: Decimal | None = None,
    margin_high: Decimal | None = None,
    transformation: str = Transformation.NONE,
) -> Characteristic:
    """Write a characteristic into the protocol while it is planned. Raises `Invalid`, `Conflict`, `NotAllowed`.

    Margins are positive amounts below and above the incumbent, or limits of the ratio; none: it is described
    only. On logarithms they are ratios.
    """
    study, _move = locked_for(actor, study_id, "add")
    said = Described(
        code=code,
        name_en=name_en,
        name_tr=name_tr,
        unit=unit,
        method=method,
        lower=lower,
        upper=upper,
        direction=direction,
        margin_kind=margin_kind,
        margin_low=margin_low,
        margin_high=margin_high,
        transformation=transformation,
    )
    added = put(study, said)
    record(CharacteristicAdded(study_id=str(study.pk), code=added.code), actor=actor)
    return added


def put(study: Study, said: Described, *, prefix: str = "") -> Characteristic:
    """Check a characteristic and write it as the study's last. The study is locked by the caller.

    `prefix` stands before the fields' names in a refusal, where several characteristics are asked at once.
    """
    known = dict(study.characteristics.values_list("code", "position"))
    said = said.changed({name: getattr(said, name) for name in TEXTS})
    _check(said, known, prefix)
    if len(known) >= MOST_CHARACTERISTICS:
        raise Conflict(_("The protocol is full."))
    place = max(known.values(), default=0) + 1
    values = {name: getattr(said, name) for name in FIELDS}
    return Characteristic.objects.create(study=study, position=place, **values)


@transaction.atomic
def change_characteristic(
    *, study_id: UUID, code: str, changes: Mapping[str, Any], actor: Actor
) -> Characteristic:
    """Change what the protocol says of a characteristic while it is planned: only what `changes` names.

    Raises `Missing` if it is not there, `Invalid` with a sentence per field.
    """
    study, _move = locked_for(actor, study_id, "change")
    check_named(changes, FIELDS)
    row = study.characteristics.filter(code=code).first()
    if row is None:
        raise Missing("")
    rewrite(row, described(row).changed(dict(changes)))
    record(CharacteristicChanged(study_id=str(study.pk), code=row.code), actor=actor)
    return row


def rewrite(row: Characteristic, said: Described, *, prefix: str = "") -> None:
    """Check and write what a characteristic now is, as `put` does. The study is locked by the caller."""
    others = Characteristic.objects.filter(study=row.study_id).exclude(pk=row.pk)
    _check(said, set(others.values_list("code", flat=True)), prefix)
    for name in FIELDS:
        setattr(row, name, getattr(said, name))
    row.save(update_fields=FIELDS)


def _check(said: Described, known: Collection[str], prefix: str) -> None:
    try:
        check_characteristic(said, known)
    except Invalid as refusal:
        named = {f"{prefix}{name}": lines for name, lines in refusal.fields.items()}
        raise Invalid(refusal.message, fields=named) from refusal


@transaction.atomic
def remove_characteristic(*, study_id: UUID, code: str, actor: Actor) -> None:
    """Take a characteristic out of the protocol while it is planned. Raises `Missing` if it is not there."""
    study, _move = locked_for(actor, study_id, "remove")
    removed, _rows = Characteristic.objects.filter(study=study, code=code).delete()
    if not removed:
        raise Missing("")
    record(CharacteristicRemoved(study_id=str(study.pk), code=code), actor=actor)
