"""Raw files beside a draft: what an instrument wrote, for the laboratory's own keeping."""

from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from apps.audit.services import record
from apps.core.actor import Actor
from apps.core.errors import Conflict, Invalid, Missing
from apps.studies.events import FileAttached, FileDetached
from apps.studies.files import RAW_FILES
from apps.studies.models import Attachment, Sheet
from apps.studies.rules.faults import shown
from apps.studies.rules.protocol import check_size
from apps.studies.selectors.sheets import sheet_for
from apps.studies.services.drafts import moved
from apps.studies.services.sheet_files import keep

MOST_FILES: Final = 20
MOST_NAME: Final = 120


@transaction.atomic
def attach_file(*, sheet_id: UUID, file_name: str, content: bytes, actor: Actor) -> Attachment:
    """Keep a raw file with a draft; with what is handed in none can come any more, a correction has its own.

    Raises `Invalid` for an empty or too large file, `Conflict` for what is no draft and for one file too many
    or twice.
    """
    check_size(len(content), settings.UPLOAD_LIMIT_BYTES)
    if not content:
        sentence = _("The file is empty.")
        raise Invalid(sentence, fields={"file": [sentence]})
    sheet_for(actor, sheet_id)
    sheet, _move = moved(actor, sheet_id, "attach")
    name, stored = shown(file_name, MOST_NAME) or "file", keep(RAW_FILES, content)
    _check_room(sheet, stored)
    attached = Attachment.objects.create(
        sheet=sheet,
        file_name=name,
        sha256=stored,
        size=len(content),
        attached_by=actor.pseudonym,
        attached_at=actor.now,
    )
    told = {"sheet_id": str(sheet.pk), "study_id": str(sheet.enrolment.study_id)}
    record(FileAttached(**told, file_name=name, sha256=stored), actor=actor)
    return attached


@transaction.atomic
def detach_file(*, sheet_id: UUID, attachment_id: UUID, actor: Actor) -> None:
    """Take a raw file away from a draft again. Raises `Missing` if it is not there, `Conflict` out of turn."""
    sheet_for(actor, sheet_id)
    sheet, _move = moved(actor, sheet_id, "detach")
    attached = Attachment.objects.filter(sheet=sheet, pk=attachment_id).first()
    if attached is None:
        raise Missing("")
    attached.delete()
    told = {"sheet_id": str(sheet.pk), "study_id": str(sheet.enrolment.study_id)}
    record(FileDetached(**told, file_name=attached.file_name), actor=actor)


def _check_room(sheet: Sheet, stored: str) -> None:
    if Attachment.objects.filter(sheet=sheet, sha256=stored).exists():
        raise Conflict(_("This file is attached already."))
    if Attachment.objects.filter(sheet=sheet).count() >= MOST_FILES:
        raise Conflict(
            _("A sheet holds at most %(most)s files; put them into an archive.") % {"most": MOST_FILES}
        )
