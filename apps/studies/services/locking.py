"""The lock of a study: whoever enrols, hands in, takes a sheet or closes, comes one after the other."""

from uuid import UUID

from apps.core.actor import Actor
from apps.core.flow import Move
from apps.studies.models import Study
from apps.studies.selectors.studies import standings_of, study_for
from apps.studies.states import FLOW


def locked(study_id: UUID) -> Study:
    """Lock a study that its caller has found; rows that refer to it may still be read and added."""
    rows = Study.objects.unscoped("locked after it was found, or by the platform itself")
    return rows.select_for_update(no_key=True, of=("self",)).get(pk=study_id)


def locked_for(actor: Actor, study_id: UUID, move: str) -> tuple[Study, Move]:
    """Find a study, lock it, and allow a move on it; refuses like `Flow.move`, or with `Missing`."""
    standings = standings_of(actor, study_for(actor, study_id))
    study = locked(study_id)
    return study, FLOW.move(move, study.state, standings)
