"""A laboratory's own sheets. There is no selector that gives somebody else's."""

from uuid import UUID

from apps.core.actor import Actor
from apps.core.paging import A_PAGE, NEWEST, Page
from apps.sharing.selectors import found
from apps.studies.models import Enrolment, Result, Sheet, Study
from apps.studies.projections.sheets import OwnCell, SheetView, sheet_view

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


def sheet_for(actor: Actor, sheet_id: UUID) -> Sheet:
    """Find a sheet of the actor's own laboratory, or raise `Missing`."""
    return found(Sheet.objects.select_related("enrolment__study__convener"), actor, sheet_id)


def sheet_of(actor: Actor, sheet_id: UUID) -> SheetView:
    """Give a sheet of the actor's own laboratory with its report."""
    return sheet_view(sheet_for(actor, sheet_id))


def own_results(actor: Actor, sheet_id: UUID) -> list[OwnCell]:
    """Give what was read from a sheet of the actor's own laboratory, a cell a line; two queries."""
    sheet = sheet_for(actor, sheet_id)
    rows = Result.objects.filter(sheet=sheet).select_related("item", "characteristic")
    cells: dict[tuple[str, str], OwnCell] = {}
    for row in rows.order_by("item__code", "characteristic__position", "replicate")[:MOST_RESULTS]:
        of_item = row.characteristic
        cell = cells.setdefault(
            (row.item.code, of_item.code),
            OwnCell(row.item.code, of_item.name_en, of_item.name_tr, of_item.unit, []),
        )
        cell.values.append(row.reported)
    return list(cells.values())
