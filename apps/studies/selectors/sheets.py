"""A laboratory's own sheets. There is no selector that gives somebody else's."""

from uuid import UUID

from apps.core.actor import Actor
from apps.sharing.selectors import found
from apps.studies.models import Enrolment, Result, Sample, Sheet, Study
from apps.studies.projections.sheets import OwnCell, SheetView, sheet_view
from apps.studies.states import RECEIVED, TAKEN

MOST = 50
MOST_RESULTS = 3000


def own_enrolment(actor: Actor, study: Study) -> Enrolment | None:
    """Give the enrolment of the actor's own organisation in a study, if there is one."""
    rows = Enrolment.objects.visible_to(actor)
    return rows.filter(study=study, organisation=actor.organisation_id).first()


def own_sheet_lines(actor: Actor, study: Study) -> list[SheetView]:
    """Give the sheets of the actor's own laboratory in a study, newest first; one query."""
    rows = Sheet.objects.visible_to(actor).filter(enrolment__study=study).select_related("enrolment")
    return [sheet_view(row) for row in rows.order_by("-created_at", "-id")[:MOST]]


def has_counted(actor: Actor, study_id: UUID) -> bool:
    """Tell whether the actor's own laboratory has a sheet that counts, or is being read."""
    rows = Sheet.objects.visible_to(actor).filter(enrolment__study=study_id)
    return rows.filter(state__in=[RECEIVED, TAKEN]).exists()


def sheet_for(actor: Actor, sheet_id: UUID) -> Sheet:
    """Find a sheet of the actor's own laboratory, or raise `Missing`."""
    return found(Sheet.objects.select_related("enrolment__study__convener"), actor, sheet_id)


def sheet_of(actor: Actor, sheet_id: UUID) -> SheetView:
    """Give a sheet of the actor's own laboratory with its report."""
    return sheet_view(sheet_for(actor, sheet_id))


def own_results(actor: Actor, sheet_id: UUID) -> list[OwnCell]:
    """Give what was read from a sheet of the actor's own laboratory, a cell a line; three queries."""
    sheet = sheet_for(actor, sheet_id)
    samples = dict(
        Sample.objects.visible_to(actor).filter(enrolment=sheet.enrolment_id).values_list("item_id", "code")
    )
    rows = Result.objects.filter(sheet=sheet).select_related("characteristic")
    cells: dict[tuple[str, str], OwnCell] = {}
    for row in rows.order_by("characteristic__position", "replicate")[:MOST_RESULTS]:
        of_item, sample = row.characteristic, samples[row.item_id]
        cell = cells.setdefault(
            (sample, of_item.code),
            OwnCell(sample, of_item.name_en, of_item.name_tr, of_item.unit, []),
        )
        cell.values.append(row.reported)
    return [cells[key] for key in sorted(cells, key=lambda key: key[0])]
