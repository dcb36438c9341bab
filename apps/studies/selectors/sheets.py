"""A laboratory's own sheets. There is no selector that gives somebody else's."""

from pathlib import Path
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.core.actor import Actor
from apps.core.errors import Missing
from apps.core.paging import A_PAGE, NEWEST, Page
from apps.sharing.selectors import found
from apps.studies.files import RAW_FILES, SHEETS, path_of
from apps.studies.models import Attachment, Cell, Enrolment, Sample, Sheet, Study
from apps.studies.projections.sheets import (
    AttachedFile,
    OwnCell,
    OwnSheets,
    OwnValue,
    SheetView,
    attached_file,
    in_order,
    sheet_view,
)
from apps.studies.rules.results import unfolded
from apps.studies.selectors.protocol import plain
from apps.studies.states import RECEIVED, TAKEN

MOST = 50
MOST_RESULTS = 3000


def own_enrolment(actor: Actor, study: Study) -> Enrolment | None:
    """Give the enrolment of the actor's own organisation in a study, if there is one."""
    rows = Enrolment.objects.visible_to(actor)
    return rows.filter(study=study, organisation=actor.organisation_id).first()


def own_sheet_lines(actor: Actor, study: Study) -> list[SheetView]:
    """Give the newest sheets of the actor's own laboratory in a study; one query."""
    return list(own_sheets_page(actor, study, most=MOST).rows)


def own_sheets_page(actor: Actor, study: Study, *, cursor: str = "", most: int = A_PAGE) -> Page[SheetView]:
    """Give a page of the sheets of the actor's own laboratory in a study, newest first; one query."""
    rows = Sheet.objects.visible_to(actor).filter(enrolment__study=study).select_related("enrolment")
    return NEWEST.page(rows, cursor=cursor, most=most).told(sheet_view)


def own_sheets(actor: Actor, study: Study) -> OwnSheets:
    """Give the same, parted into drafts, versions and others."""
    return in_order(own_sheet_lines(actor, study))


def has_counted(actor: Actor, study_id: UUID) -> bool:
    """Tell whether the actor's own laboratory has a sheet that counts, or that is read and will; no draft."""
    rows = Sheet.objects.visible_to(actor).filter(enrolment__study=study_id)
    return rows.filter(Q(state=TAKEN) | Q(state=RECEIVED, is_draft=False)).exists()


def sheet_for(actor: Actor, sheet_id: UUID) -> Sheet:
    """Find a sheet of the actor's own laboratory, or raise `Missing`."""
    return found(Sheet.objects.select_related("enrolment__study__convener"), actor, sheet_id)


def sheet_of(actor: Actor, sheet_id: UUID) -> SheetView:
    """Give a sheet of the actor's own laboratory with its report."""
    return sheet_view(sheet_for(actor, sheet_id))


def own_results(actor: Actor, sheet_id: UUID) -> list[OwnCell]:
    """Give what was read from a sheet of the actor's own laboratory, a cell a line; three queries."""
    sheet = sheet_for(actor, sheet_id)
    samples = _samples_at(actor, sheet)
    rows = Cell.objects.filter(sheet=sheet).select_related("characteristic")
    cells, room = [], MOST_RESULTS
    for row in rows.order_by("characteristic__position", "item")[:MOST_RESULTS]:
        # A code that cannot be told must not take the digits with it.
        cell = _own_cell(row, samples.get(row.item_id, ""), room)
        cells.append(cell)
        room -= len(cell.values)
        if not room:
            break
    return sorted(cells, key=lambda cell: cell.sample)


def _own_cell(row: Cell, sample: str, most: int) -> OwnCell:
    of, stated = row.characteristic, enumerate(row.uncertainties or (), start=1)
    uncertainty = {replicate: f"{plain(one):f}" for replicate, one in stated if one is not None}
    values = [
        OwnValue(replicate, f"{qualifier}{reported}", uncertainty.get(replicate, ""))
        for replicate, qualifier, reported in unfolded(row.reported, row.qualifiers)
    ]
    return OwnCell(sample, of.code, of.name_en, of.name_tr, of.unit, values[:most])


def count_of_results(sheet: Sheet) -> int:
    """Count the results on a sheet that its caller has found."""
    cells = Cell.objects.filter(sheet=sheet).values_list("reported", "qualifiers")
    return sum(1 for reported, qualifiers in cells for _result in unfolded(reported, qualifiers))


def _samples_at(actor: Actor, sheet: Sheet) -> dict[int, str]:
    """Give the code of each item's sample as it was when a sheet came: a later one replaces a damaged one."""
    rows = Sample.objects.visible_to(actor).filter(enrolment=sheet.enrolment_id).order_by("created_at")
    codes: dict[int, str] = {}
    for item_id, code, made_at in rows.values_list("item_id", "code", "created_at"):
        # The first stands whatever the clocks of two processes say.
        if made_at <= sheet.created_at or item_id not in codes:
            codes[item_id] = code
    return codes


def attached_files(actor: Actor, sheet_id: UUID) -> list[AttachedFile]:
    """Give the raw files beside a sheet of the actor's own laboratory; two queries."""
    return [attached_file(row) for row in attachments(actor, sheet_id).order_by("attached_at", "pk")]


def attachments(actor: Actor, sheet_id: UUID) -> QuerySet[Attachment]:
    """Give the rows of the same, for pages."""
    return Attachment.objects.filter(sheet=sheet_for(actor, sheet_id))


def sheet_file(actor: Actor, sheet_id: UUID) -> tuple[str, Path]:
    """Give name and place of the file that a sheet of the actor's own laboratory came as."""
    sheet = sheet_for(actor, sheet_id)
    return sheet.file_name, path_of(SHEETS, sheet.sha256)


def raw_file(actor: Actor, sheet_id: UUID, attachment_id: UUID) -> tuple[str, Path]:
    """Give name and place of a raw file beside a sheet of the actor's own laboratory, or raise `Missing`."""
    row = Attachment.objects.filter(sheet=sheet_for(actor, sheet_id), pk=attachment_id).first()
    if row is None:
        raise Missing("")
    return row.file_name, path_of(RAW_FILES, row.sha256)
