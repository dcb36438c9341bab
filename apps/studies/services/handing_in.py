"""A laboratory hands in a sheet: one door for pages, form entry, API and the demonstration."""

from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from apps.audit.services import record
from apps.core.actor import Actor
from apps.core.errors import NotAllowed
from apps.studies.events import SheetReceived
from apps.studies.files import SHEETS
from apps.studies.models import Enrolment, Sheet, Study
from apps.studies.rules.faults import shown
from apps.studies.rules.protocol import check_correction, check_size
from apps.studies.rules.workbooks import rows_in, weight
from apps.studies.selectors.sheets import has_counted, own_enrolment
from apps.studies.selectors.studies import study_for
from apps.studies.services.locking import locked_for
from apps.studies.services.reading import read_sheet
from apps.studies.services.sheet_files import keep

READ_AT_ONCE: Final = 200_000
"""Bytes of text up to which a sheet is read while its laboratory waits; what is larger is left to the worker."""

AT_ONCE_UNPACKED: Final = 1_000_000
"""The same for a workbook, which says little in many bytes."""

MOST_NAME: Final = 120
MOST_WORDS: Final = 120


@transaction.atomic
def hand_in(
    *,
    study_id: UUID,
    file_name: str,
    content: bytes,
    actor: Actor,
    reason: str = "",
    keep_as_draft: bool = False,
    analyst: str = "",
    instrument: str = "",
) -> Sheet:
    """Receive a sheet of the actor's own laboratory; it is then taken whole or refused whole.

    A small sheet comes back taken or refused, a large one received: the worker goes on. As a draft it is read
    and kept, but does not count before `submit_draft`. The name is what the laboratory calls the file, for
    showing only. A second sheet is a correction and says why (a draft says it when it is handed in). Raises
    `Invalid` for a missing reason and for a file that is too large (it is not stored), `NotAllowed` to who
    is not enrolled, `Conflict` when the study is not open.
    """
    check_size(len(content), settings.UPLOAD_LIMIT_BYTES)
    study, enrolment = enrolled_and_locked(actor, study_id)
    if not keep_as_draft:
        check_correction(reason, is_correction=has_counted(actor, study.pk))
    sheet = Sheet.objects.create(
        enrolment=enrolment,
        file_name=shown(file_name, MOST_NAME),
        sha256=keep(SHEETS, content),
        is_draft=keep_as_draft,
        reason=reason.strip(),
        analyst=shown(analyst.strip(), MOST_WORDS - 1),
        instrument=shown(instrument.strip(), MOST_WORDS - 1),
        rows_total=rows_in(content),
        handed_in_by=actor.pseudonym,
        created_at=actor.now,
    )
    record(SheetReceived(sheet_id=str(sheet.pk), study_id=str(study.pk), sha256=sheet.sha256), actor=actor)
    if _is_small(content):
        return read_sheet(sheet_id=sheet.pk, now=actor.now)
    return sheet


def enrolled_and_locked(actor: Actor, study_id: UUID) -> tuple[Study, Enrolment]:
    """Lock a study for handing in, and give the actor's own place in it. Raises `NotAllowed`, `Conflict`."""
    enrolment = own_enrolment(actor, study_for(actor, study_id))
    if enrolment is None:
        raise NotAllowed(_("Enrol in the study first; then you can hand in results."))
    study, _move = locked_for(actor, study_id, "hand_in")
    return study, enrolment


def _is_small(content: bytes) -> bool:
    heavy = weight(content)
    return heavy <= READ_AT_ONCE if heavy == len(content) else heavy <= AT_ONCE_UNPACKED
