"""Closing a study: the embargo ends with one analysis of everything that was handed in."""

from uuid import UUID

from django.db import transaction

from apps.audit.services import record
from apps.core.actor import Actor
from apps.studies.events import StudyClosed
from apps.studies.models import Sheet, Study
from apps.studies.rules.protocol import check_enough_sheets
from apps.studies.selectors.inputs import inputs_of
from apps.studies.services.locking import locked_for
from apps.studies.services.reading import read_sheet
from apps.studies.services.running import run_analysis
from apps.studies.states import RECEIVED


@transaction.atomic
def close_study(*, study_id: UUID, actor: Actor) -> Study:
    """Close a study and compute its analysis, once. Raises `Conflict` below two laboratories, or three to certify.

    What was handed in before is read first if the worker has not come to it: no laboratory loses its place.
    """
    study, move = locked_for(actor, study_id, "close")
    of_study = Sheet.objects.unscoped("the whole study closes").filter(enrolment__study=study)
    for waiting in of_study.filter(state=RECEIVED).order_by("created_at"):
        read_sheet(sheet_id=waiting.pk, now=actor.now)
    inputs = inputs_of(study)
    sheets = len({laboratory for laboratory, *_result in inputs})
    check_enough_sheets(sheets, certifying=study.certifying)
    study.state, study.closed_at = move.target, actor.now
    study.save(update_fields=["state", "closed_at"])
    made = run_analysis(study, actor, inputs)
    closed = StudyClosed(
        study_id=str(study.pk),
        sheets=sheets,
        inputs_sha256=made.inputs_sha256,
        protocol_salt=study.protocol_salt,
    )
    record(closed, actor=actor)
    return study
