"""A sheet becomes the one that counts: locked, with the next version of its laboratory; the earlier is kept."""

from datetime import datetime

from apps.audit.services import record
from apps.core.actor import Actor
from apps.core.flow import Move
from apps.studies.events import SheetReplaced, SheetTaken
from apps.studies.models import Sheet
from apps.studies.states import READER, SHEET_FLOW, TAKEN


def take(sheet: Sheet, move: Move, *, at: datetime, results: int, actor: Actor) -> None:
    """Let a sheet count from now on, as handed in `at`. The study is locked by the caller."""
    _replace_earlier(sheet, actor)
    versions = Sheet.objects.unscoped("of the same laboratory").filter(
        enrolment=sheet.enrolment_id, version__isnull=False
    )
    sheet.state, sheet.handed_in_at, sheet.version = move.target, at, 1 + versions.count()
    sheet.save()
    told = {"sheet_id": str(sheet.pk), "study_id": str(sheet.enrolment.study_id)}
    record(SheetTaken(**told, results=results), actor=actor)


def _replace_earlier(sheet: Sheet, actor: Actor) -> None:
    rows = Sheet.objects.unscoped("of the same laboratory").select_for_update(no_key=True)
    for earlier in rows.filter(enrolment=sheet.enrolment_id, state=TAKEN):
        earlier.state = SHEET_FLOW.move("replace", earlier.state, {READER}).target
        earlier.save(update_fields=["state"])
        told = {"sheet_id": str(earlier.pk), "study_id": str(sheet.enrolment.study_id)}
        record(SheetReplaced(**told, by_sheet_id=str(sheet.pk)), actor=actor)
