"""Writing the catalogue."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.accounts.rules import PLAN, REPORT
from apps.audit.services import record
from apps.core.actor import Actor
from apps.core.errors import Conflict, Invalid, NotAllowed
from apps.materials.events import MaterialAdded
from apps.materials.models import CriticalInput, Material


@transaction.atomic
def add_material(
    *, name: str, grade: str, critical_input: str, owner_id: UUID, actor: Actor, producer: str = ""
) -> Material:
    """Put a material into the catalogue of a party the actor belongs to: the organisation or a consortium.

    Raises `NotAllowed` to a role that neither plans studies nor reports changes, `Invalid` for what is
    missing, `Conflict` if the party keeps a material of this name and grade already.
    """
    if not actor.capabilities & {PLAN, REPORT}:
        raise NotAllowed(_("Your role here does not add materials."))
    _check(name, grade, critical_input, owner_id, actor)
    try:
        with transaction.atomic():
            material = Material.objects.create(
                owner_id=owner_id,
                critical_input_id=critical_input,
                name=name.strip(),
                grade=grade.strip(),
                producer=producer.strip(),
            )
    except IntegrityError as error:
        raise Conflict(_("This material is in the catalogue already.")) from error
    added = MaterialAdded(material_id=str(material.pk), material_name=material.name, grade=material.grade)
    record(added, actor=actor)
    return material


def _check(name: str, grade: str, critical_input: str, owner_id: UUID, actor: Actor) -> None:
    wrong = {}
    if not name.strip():
        wrong["name"] = [_("Give the material a name.")]
    if not grade.strip():
        wrong["grade"] = [_("Name its grade, as on the data sheet.")]
    if not CriticalInput.objects.filter(pk=critical_input).exists():
        wrong["critical_input"] = [_("Choose a critical input from the list.")]
    if owner_id not in actor.parties:
        wrong["owner_id"] = [_("Choose your organisation or one of your consortia.")]
    if wrong:
        raise Invalid(_("This material is not complete."), fields=wrong)
