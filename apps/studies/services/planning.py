"""Beginning a study, and changing its plan until it opens."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.rules import PLAN
from apps.audit.services import next_number, record
from apps.consortia.models import Consortium
from apps.consortia.selectors import consortium_for
from apps.core.actor import Actor
from apps.core.errors import Invalid, NotAllowed
from apps.materials.models import Material
from apps.materials.selectors import material_for
from apps.sharing.rights import allow
from apps.studies.events import StudyPlanned, StudyRevised
from apps.studies.models import Item, Publication, Study
from apps.studies.rules.codes import item_code
from apps.studies.rules.protocol import Planned, check_materials, check_named, check_plan
from apps.studies.services.locking import locked_for

LABORATORIES_WANTED: Final = 8

REVISABLE: Final = (
    "title",
    "purpose",
    "replicates",
    "samples_due_on",
    "results_due_on",
    "laboratories_wanted",
    "certifying",
    "publication",
)
"""What of a plan can be changed; its materials stand."""


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
    more_candidates: Sequence[UUID] = (),
    purpose: str = "",
    samples_due_on: date | None = None,
    laboratories_wanted: int = LABORATORIES_WANTED,
    certifying: bool = False,
    publication: str = Publication.NOTHING,
) -> Study:
    """Begin a study for a consortium that the actor's organisation convenes; who plans it coordinates it.

    Raises `NotAllowed` to anyone else, `Missing` for a consortium or material out of sight, `Invalid`.
    """
    consortium = consortium_for(actor, consortium_id)
    if consortium.convener_id != actor.organisation_id or not actor.may(PLAN):
        raise NotAllowed(_("Only the convening institution's coordinators plan studies."))
    study = Study(
        consortium=consortium,
        convener_id=actor.organisation_id,
        critical_input=consortium.critical_input,
        title=title.strip(),
        purpose=purpose.strip(),
        replicates=replicates,
        results_due_on=results_due_on,
        samples_due_on=samples_due_on,
        laboratories_wanted=laboratories_wanted,
        certifying=certifying,
        publication=publication,
        created_at=actor.now,
    )
    check_plan(_as_planned(study, has_incumbent=incumbent_id is not None), actor.now.date())
    materials = _materials(actor, consortium, [candidate_id, *more_candidates], incumbent_id)
    study.reference = f"ST-{actor.now.year}-{next_number(f'studies-{actor.now.year}'):03}"
    study.save(force_insert=True)
    _add_items(study, materials)
    allow(User.objects.get(pk=actor.user_id), "coordinate_study", study)
    record(StudyPlanned(study_id=str(study.pk), reference=study.reference), actor=actor)
    return study


@transaction.atomic
def revise_plan(*, study_id: UUID, changes: Mapping[str, Any], actor: Actor) -> Study:
    """Change the plan of a study that is not open yet: only what `changes` names of `REVISABLE`.

    Raises `Invalid` with a sentence per field, `Conflict` once the study is open.
    """
    study, _move = locked_for(actor, study_id, "revise")
    check_named(changes, REVISABLE)
    for name, value in changes.items():
        setattr(study, name, value.strip() if name in {"title", "purpose"} else value)
    check_plan(planned(study), actor.now.date())
    study.save(update_fields=REVISABLE)
    record(StudyRevised(study_id=str(study.pk)), actor=actor)
    return study


def planned(study: Study) -> Planned:
    """Give the plan of a stored study, as its rules want it."""
    has_incumbent = study.items.filter(role=Item.Role.INCUMBENT).exists()
    return _as_planned(study, has_incumbent=has_incumbent)


def _as_planned(study: Study, *, has_incumbent: bool) -> Planned:
    return Planned(
        title=study.title,
        replicates=study.replicates,
        results_due_on=study.results_due_on,
        samples_due_on=study.samples_due_on,
        laboratories_wanted=study.laboratories_wanted,
        certifying=study.certifying,
        publication=study.publication,
        has_incumbent=has_incumbent,
    )


Chosen = list[tuple[Item.Role, Material]]


def _materials(
    actor: Actor, consortium: Consortium, candidates: Sequence[UUID], incumbent_id: UUID | None
) -> Chosen:
    check_materials(candidates, incumbent_id)
    asked = [("candidate_id" if at == 0 else "more_candidates", pk) for at, pk in enumerate(candidates)]
    asked += [("incumbent_id", incumbent_id)] if incumbent_id else []
    found: Chosen = []
    for field, pk in asked:
        material = material_for(actor, pk)
        if material.critical_input_id != consortium.critical_input_id:
            sentence = _("Choose a material for %(input)s.") % {"input": consortium.critical_input.name}
            raise Invalid(sentence, fields={field: [sentence]})
        found.append((Item.Role.INCUMBENT if field == "incumbent_id" else Item.Role.CANDIDATE, material))
    return found


def _add_items(study: Study, materials: Chosen) -> None:
    codes: list[str] = []
    for role, material in materials:
        codes.append(item_code(codes))
        Item.objects.create(study=study, material=material, role=role, code=codes[-1])
