"""Reading a received sheet: it is taken whole, or refused whole with its report. Safe to repeat."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from apps.audit.services import record
from apps.core.actor import Actor, system_actor
from apps.studies.events import SheetDrafted, SheetRefused
from apps.studies.files import SHEETS, path_of
from apps.studies.models import Enrolment, Sample, Sheet, Transformation
from apps.studies.rules import sheets as rules
from apps.studies.rules.faults import Faults
from apps.studies.rules.hints import Limits, hints_of
from apps.studies.rules.results import Expected
from apps.studies.services.locking import locked
from apps.studies.services.progress import progress_of
from apps.studies.services.storing import store
from apps.studies.services.taking import take
from apps.studies.states import DAMAGED, READER, SAMPLE_RECEIVED, SHEET_FLOW, TAKEN

READ = ("rows_total", "rows_done", "read_at")


@transaction.atomic
def read_sheet(*, sheet_id: UUID, now: datetime, tell_progress: bool = False) -> Sheet:
    """Read a sheet that has been received; one that is read already stays as it is.

    The reading itself holds no lock; the study is locked only to write what came out.
    """
    found = Sheet.objects.unscoped("the platform reads what was received").select_related("enrolment__study")
    sheet = found.get(pk=sheet_id)
    if sheet.read_at:
        return sheet
    reading = _read(sheet, tell_progress=tell_progress)
    locked(sheet.enrolment.study_id)
    sheet = found.select_for_update(no_key=True, of=("self",)).get(pk=sheet_id)
    if sheet.read_at:
        return sheet
    actor = system_actor(now=now)
    if reading.is_taken and _is_overtaken(sheet):
        reading.faults.add(0, "", "later_sheet")
    sheet.rows_total = sheet.rows_done = reading.rows
    sheet.read_at = now
    _conclude(sheet, reading, actor)
    return sheet


def _conclude(sheet: Sheet, reading: rules.Reading, actor: Actor) -> None:
    if not reading.is_taken:
        _refuse(sheet, reading.faults, actor)
    elif sheet.is_draft:
        _keep(sheet, reading, actor)
    else:
        _take(sheet, reading, actor)


def expected_of(enrolment: Enrolment) -> Expected:
    """Give what may stand on a laboratory's sheet: its own live samples, what the protocol measures.

    A certifying study counts only samples whose receipt is confirmed: its chain of custody has no gap.
    """
    study = enrolment.study
    live = Sample.objects.unscoped("of the laboratory whose sheet is read").filter(enrolment=enrolment)
    live = live.filter(state=SAMPLE_RECEIVED) if study.certifying else live.exclude(state=DAMAGED)
    rows = list(study.characteristics.values_list("code", "unit", "transformation"))
    return Expected(
        frozenset(live.values_list("code", flat=True)),
        {code: unit for code, unit, _transformation in rows},
        study.replicates,
        frozenset(code for code, _unit, transformation in rows if transformation == Transformation.LN),
    )


def _read(sheet: Sheet, *, tell_progress: bool) -> rules.Reading:
    expected = expected_of(sheet.enrolment)
    with path_of(SHEETS, sheet.sha256).open("rb") as file:
        if not tell_progress:
            return rules.read_file(file, expected)
        with progress_of(sheet.pk) as tell:
            return rules.read_file(file, expected, tell)


def _is_overtaken(sheet: Sheet) -> bool:
    """Tell whether a sheet handed in after this one counts already; a draft is handed in only later."""
    if sheet.is_draft:
        return False
    later = Sheet.objects.unscoped("of the same laboratory").filter(
        enrolment=sheet.enrolment_id, state=TAKEN, created_at__gt=sheet.created_at
    )
    return later.exists()


def _take(sheet: Sheet, reading: rules.Reading, actor: Actor) -> None:
    move = SHEET_FLOW.move("take", sheet.state, {READER})
    store(sheet, reading.results)
    take(sheet, move, at=sheet.created_at, results=len(reading.results), actor=actor)


def _keep(sheet: Sheet, reading: rules.Reading, actor: Actor) -> None:
    sheet.state = SHEET_FLOW.move("keep", sheet.state, {READER}).target
    rows = sheet.enrolment.study.characteristics.values_list("code", "unit", "lower", "upper")
    limits = {code: Limits(unit, lower, upper) for code, unit, lower, upper in rows}
    sheet.hints = [hint.as_dict() for hint in hints_of(reading.results, limits)]
    sheet.save(update_fields=["state", "hints", *READ])
    store(sheet, reading.results)
    told = {"sheet_id": str(sheet.pk), "study_id": str(sheet.enrolment.study_id)}
    record(SheetDrafted(**told, results=len(reading.results)), actor=actor)


def _refuse(sheet: Sheet, faults: Faults, actor: Actor) -> None:
    sheet.state = SHEET_FLOW.move("refuse", sheet.state, {READER}).target
    sheet.faults, sheet.fault_count = [fault.as_dict() for fault in faults.listed], faults.count
    sheet.save(update_fields=["state", "faults", "fault_count", *READ])
    told = {"sheet_id": str(sheet.pk), "study_id": str(sheet.enrolment.study_id)}
    record(SheetRefused(**told, faults=faults.count), actor=actor)
