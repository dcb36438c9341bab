"""Locking the protocol and opening the study to laboratories."""

from uuid import UUID

from django.db import transaction

from apps.audit.services import record
from apps.core.actor import Actor
from apps.studies.events import StudyOpened
from apps.studies.models import Item, Study
from apps.studies.rules.characteristics import described
from apps.studies.rules.protocol import check_ready_to_open
from apps.studies.services.locking import locked_for
from apps.studies.services.versions import lock_version


@transaction.atomic
def open_study(*, study_id: UUID, actor: Actor) -> Study:
    """Lock the protocol and open the study to laboratories. Raises `Invalid` for a protocol with a hole."""
    study, move = locked_for(actor, study_id, "open")
    check_ready(study)
    study.state, study.opened_at = move.target, actor.now
    study.save(update_fields=["state", "opened_at"])
    version = lock_version(study, actor)
    record(StudyOpened(study_id=str(study.pk), protocol_sha256=version.sha256), actor=actor)
    return study


def check_ready(study: Study) -> None:
    """Refuse a protocol that nobody could test, or that could certify nothing: `Invalid`."""
    roles = list(study.items.values_list("role", flat=True))
    check_ready_to_open(
        certifying=study.certifying,
        candidates=roles.count(Item.Role.CANDIDATE),
        incumbents=roles.count(Item.Role.INCUMBENT),
        characteristics=[described(row) for row in study.characteristics.all()],
    )
