"""Who coordinates a study, and who may name somebody else."""

from dataclasses import dataclass
from uuid import UUID

from apps.accounts.rules import MANAGE, PLAN
from apps.accounts.selectors import people_who_may
from apps.core.actor import Actor
from apps.sharing.rights import people_with
from apps.studies.models import Study


@dataclass(frozen=True)
class Planner:
    """One of the convener's people who may plan studies; `id` is the pseudonym."""

    id: UUID
    name: str
    coordinates: bool


def may_name_coordinator(actor: Actor, study: Study) -> bool:
    """Tell whether the actor leads the convening organisation."""
    return study.convener_id == actor.organisation_id and actor.may(MANAGE)


def planners_of(actor: Actor, study: Study) -> list[Planner]:
    """Give the people of the convener who may coordinate a study, by name, to who leads it; to others none."""
    if not may_name_coordinator(actor, study):
        return []
    coordinating = {person.pk for person in people_with("coordinate_study", study)}
    people = {person.pk: person for person in people_who_may(PLAN, [study.convener_id])}.values()
    return [
        Planner(person.pseudonym, person.name, person.pk in coordinating)
        for person in sorted(people, key=lambda person: person.name)
    ]
