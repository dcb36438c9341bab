"""Writing the protocol, and locking it."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.rules import PLAN
from apps.audit.services import next_number, record
from apps.consortia.models import Consortium
from apps.consortia.selectors import consortium_for
from apps.core.actor import Actor
from apps.core.canonical import canonical, sha256
from apps.core.errors import Conflict, Invalid, Missing, NotAllowed
from apps.materials.models import Material
from apps.materials.rules import check_unit
from apps.materials.selectors import material_for
from apps.sharing.rights import allow
from apps.studies.events import CharacteristicAdded, CharacteristicRemoved, StudyOpened, StudyPlanned
from apps.studies.models import Characteristic, Item, ProtocolVersion, Study
from apps.studies.rules.codes import item_code
from apps.studies.rules.protocol import (
    MOST_CHARACTERISTICS,
    check_characteristic,
    check_plan,
    check_ready_to_open,
)
from apps.studies.selectors.studies import plain
from apps.studies.services.locking import locked_for


@transaction.atomic
def plan_study(
    *,
    consortium_id: UUID,
    title: str,
    candidate_id: UUID,
    replicates: int,
    results_due_on: date,
    actor: Actor,
    incumbent_id: UUID | None = None,
    purpose: str = "",
) -> Study:
    """Begin a study for a consortium that the actor's organisation convenes; who plans it coordinates it.

    Raises `NotAllowed` to anyone else, `Missing` for a consortium or material out of sight, `Invalid`.
    """
    consortium = consortium_for(actor, consortium_id)
    if consortium.convener_id != actor.organisation_id or not actor.may(PLAN):
        raise NotAllowed(_("Only the convening institution's coordinators plan studies."))
    check_plan(
        title=title,
        replicates=replicates,
        results_due_on=results_due_on,
        today=actor.now.date(),
        same_material=candidate_id == incumbent_id,
    )
    materials = _materials(actor, consortium, candidate_id, incumbent_id)
    study = Study.objects.create(
        reference=f"ST-{actor.now.year}-{next_number(f'studies-{actor.now.year}'):03}",
        consortium=consortium,
        convener_id=actor.organisation_id,
        critical_input=consortium.critical_input,
        title=title.strip(),
        purpose=purpose.strip(),
        replicates=replicates,
        results_due_on=results_due_on,
        created_at=actor.now,
    )
    _add_items(study, materials)
    allow(User.objects.get(pk=actor.user_id), "coordinate_study", study)
    record(StudyPlanned(study_id=str(study.pk), reference=study.reference), actor=actor)
    return study


def _materials(
    actor: Actor, consortium: Consortium, candidate_id: UUID, incumbent_id: UUID | None
) -> dict[str, Material]:
    asked = {Item.Role.CANDIDATE: candidate_id, Item.Role.INCUMBENT: incumbent_id}
    found = {str(role): material_for(actor, pk) for role, pk in asked.items() if pk}
    for role, material in found.items():
        if material.critical_input_id != consortium.critical_input_id:
            sentence = _("Choose a material for %(input)s.") % {"input": consortium.critical_input.name}
            raise Invalid(sentence, fields={f"{role}_id": [sentence]})
    return found


def _add_items(study: Study, materials: dict[str, Material]) -> None:
    codes: list[str] = []
    for role, material in materials.items():
        codes.append(item_code(codes))
        Item.objects.create(study=study, material=material, role=role, code=codes[-1])


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
) -> Characteristic:
    """Write a characteristic into the protocol while it is planned. Raises `Invalid`, `Conflict`, `NotAllowed`."""
    study, _move = locked_for(actor, study_id, "add")
    known = dict(study.characteristics.values_list("code", "position"))
    said: dict[str, Any] = {
        "code": code.strip(),
        "method": method.strip(),
        "lower": lower,
        "upper": upper,
    }
    check_characteristic(**said, names=(name_en, name_tr), known=known)
    check_unit(unit.strip())
    if len(known) >= MOST_CHARACTERISTICS:
        raise Conflict(_("The protocol is full."))
    added = Characteristic.objects.create(
        study=study,
        position=max(known.values(), default=0) + 1,
        name_en=name_en.strip(),
        name_tr=name_tr.strip(),
        unit=unit.strip(),
        **said,
    )
    record(CharacteristicAdded(study_id=str(study.pk), code=added.code), actor=actor)
    return added


@transaction.atomic
def remove_characteristic(*, study_id: UUID, code: str, actor: Actor) -> None:
    """Take a characteristic out of the protocol while it is planned. Raises `Missing` if it is not there."""
    study, _move = locked_for(actor, study_id, "remove")
    removed, _rows = Characteristic.objects.filter(study=study, code=code).delete()
    if not removed:
        raise Missing("")
    record(CharacteristicRemoved(study_id=str(study.pk), code=code), actor=actor)


@transaction.atomic
def open_study(*, study_id: UUID, actor: Actor) -> Study:
    """Lock the protocol and open the study to laboratories. Raises `Invalid` for a protocol with a hole."""
    study, move = locked_for(actor, study_id, "open")
    protocol = protocol_of(study)
    candidates = sum(item["role"] == Item.Role.CANDIDATE for item in protocol["items"])
    check_ready_to_open(characteristics=len(protocol["characteristics"]), candidates=candidates)
    study.state, study.opened_at = move.target, actor.now
    text = canonical(protocol)
    study.protocol_sha256 = sha256(text)
    study.save(update_fields=["state", "opened_at", "protocol_sha256"])
    ProtocolVersion.objects.create(
        study=study,
        number=1,
        text=text,
        sha256=study.protocol_sha256,
        locked_by=actor.pseudonym,
        locked_at=actor.now,
    )
    record(StudyOpened(study_id=str(study.pk), protocol_sha256=study.protocol_sha256), actor=actor)
    return study


def protocol_of(study: Study) -> dict[str, Any]:
    """Give the protocol as plain values: what its hash stands for."""
    return {
        "salt": study.protocol_salt,
        "reference": study.reference,
        "title": study.title,
        "purpose": study.purpose,
        "critical_input": study.critical_input_id,
        "replicates": study.replicates,
        "results_due_on": study.results_due_on.isoformat(),
        "items": [
            {"code": item.code, "role": item.role, "material": str(item.material_id)}
            for item in study.items.order_by("code")
        ],
        "characteristics": [
            {
                "code": row.code,
                "name_en": row.name_en,
                "name_tr": row.name_tr,
                "unit": row.unit,
                "method": row.method,
                "lower": _text(row.lower),
                "upper": _text(row.upper),
            }
            for row in study.characteristics.order_by("position", "pk")
        ],
    }


def _text(limit: Decimal | None) -> str | None:
    return None if limit is None else str(plain(limit))
