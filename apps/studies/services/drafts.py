"""A draft is handed in, or discarded. Until then nobody but its laboratory knows that there is one."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.audit.services import record
from apps.core.actor import Actor
from apps.core.errors import Conflict
from apps.core.flow import Move
from apps.studies.events import SheetDiscarded
from apps.studies.models import Attachment, Sample, Sheet
from apps.studies.rules.protocol import check_correction
from apps.studies.selectors.sheets import count_of_results, has_counted, sheet_for
from apps.studies.selectors.studies import standings_of
from apps.studies.services.handing_in import enrolled_and_locked, hand_in
from apps.studies.services.taking import take
from apps.studies.states import REFUSED, SHEET_FLOW


@transaction.atomic
def submit_draft(*, sheet_id: UUID, actor: Actor, reason: str = "") -> Sheet:
    """Hand a draft of the actor's own laboratory in: it is locked and counts from now on.

    A correction says why, here or when the draft was made. Raises `Invalid` for a missing reason, `Conflict`
    when the study is not open, or when protocol or samples have changed under the draft.
    """
    study_id = sheet_for(actor, sheet_id).enrolment.study_id
    study, _enrolment = enrolled_and_locked(actor, study_id)
    sheet, move = moved(actor, sheet_id, "submit")
    sheet.reason = reason.strip() or sheet.reason
    check_correction(sheet.reason, is_correction=has_counted(actor, study.pk))
    _check_still_fits(sheet)
    sheet.handed_in_by = actor.pseudonym
    take(sheet, move, at=actor.now, results=count_of_results(sheet), actor=actor)
    return sheet


@transaction.atomic
def discard_draft(*, sheet_id: UUID, actor: Actor) -> Sheet:
    """Put a draft away; it stays in the laboratory's own list. Raises `Conflict` for what is no draft."""
    sheet_for(actor, sheet_id)
    sheet, move = moved(actor, sheet_id, "discard")
    sheet.state = move.target
    sheet.save(update_fields=["state"])
    told = {"sheet_id": str(sheet.pk), "study_id": str(sheet.enrolment.study_id)}
    record(SheetDiscarded(**told), actor=actor)
    return sheet


@transaction.atomic
def go_on_from(*, sheet_id: UUID, file_name: str, content: bytes, actor: Actor, **said: str) -> Sheet:
    """Keep a new draft in the place of another: its raw files come along, the old draft is discarded.

    What is refused stands in nobody's place. `said` and refusals as in `hand_in`, and `Conflict` for what is
    no draft any more.
    """
    study_id = sheet_for(actor, sheet_id).enrolment.study_id
    fresh = hand_in(
        study_id=study_id, file_name=file_name, content=content, keep_as_draft=True, actor=actor, **said
    )
    if fresh.state != REFUSED:
        discard_draft(sheet_id=sheet_id, actor=actor)
        Attachment.objects.filter(sheet=sheet_id).update(sheet=fresh)
    return fresh


def moved(actor: Actor, sheet_id: UUID, name: str) -> tuple[Sheet, Move]:
    """Lock a sheet of the actor's own laboratory and allow a move on it; refuses like `Flow.move`."""
    rows = Sheet.objects.visible_to(actor).select_related("enrolment__study")
    sheet = rows.select_for_update(no_key=True, of=("self",)).get(pk=sheet_id)
    standings = standings_of(actor, sheet.enrolment.study)
    return sheet, SHEET_FLOW.move(name, sheet.state, standings)


def _check_still_fits(sheet: Sheet) -> None:
    """Refuse a draft of results that an amendment invalidated, or of a sample that was replaced since."""
    study = sheet.enrolment.study
    if study.characteristics.filter(counts_from__gt=sheet.created_at).exists():
        raise Conflict(
            _(
                "The protocol was amended after this draft was made, and asks for new results. Hand in a new sheet."
            )
        )
    samples = Sample.objects.unscoped("of the same laboratory").filter(enrolment=sheet.enrolment_id)
    if samples.filter(created_at__gt=sheet.created_at).exists():
        raise Conflict(
            _(
                "A sample was replaced after this draft was made. Hand in a new sheet, with the new sample's code."
            )
        )
