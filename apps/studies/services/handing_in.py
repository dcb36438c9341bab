"""A laboratory hands in a sheet: one door for the page, the API and the demonstration."""

from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from apps.audit.services import record
from apps.core.actor import Actor
from apps.core.errors import NotAllowed
from apps.studies.events import SheetReceived
from apps.studies.models import Sheet
from apps.studies.rules.faults import shown
from apps.studies.rules.protocol import check_correction, check_size
from apps.studies.selectors.sheets import has_counted, own_enrolment
from apps.studies.selectors.studies import study_for
from apps.studies.services.locking import locked_for
from apps.studies.services.reading import read_sheet
from apps.studies.services.sheet_files import keep

READ_AT_ONCE: Final = 200_000
"""Bytes up to which a sheet is read while its laboratory waits; what is larger is left to the worker."""

MOST_NAME: Final = 120


@transaction.atomic
def hand_in(*, study_id: UUID, file_name: str, content: bytes, actor: Actor, reason: str = "") -> Sheet:
    """Receive a sheet of the actor's own laboratory; it is then taken whole or refused whole.

    A small sheet comes back taken or refused, a large one received: the worker goes on. The name is what
    the laboratory calls the file, for showing only. A second sheet is a correction and says why. Raises
    `Invalid` for a missing reason and for a file that is too large (it is not stored), `NotAllowed` to who
    is not enrolled, `Conflict` when the study is not open.
    """
    check_size(len(content), settings.UPLOAD_LIMIT_BYTES)
    enrolment = own_enrolment(actor, study_for(actor, study_id))
    if enrolment is None:
        raise NotAllowed(_("Enrol in the study first; then you can hand in results."))
    study, _move = locked_for(actor, study_id, "hand_in")
    check_correction(reason, is_correction=has_counted(actor, study.pk))
    sheet = Sheet.objects.create(
        enrolment=enrolment,
        file_name=shown(file_name, MOST_NAME),
        sha256=keep(content),
        reason=reason.strip(),
        rows_total=content.rstrip().count(b"\n"),
        handed_in_by=actor.pseudonym,
        created_at=actor.now,
    )
    record(SheetReceived(sheet_id=str(sheet.pk), study_id=str(study.pk), sha256=sheet.sha256), actor=actor)
    if len(content) <= READ_AT_ONCE:
        return read_sheet(sheet_id=sheet.pk, now=actor.now)
    return sheet
