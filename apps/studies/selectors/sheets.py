"""A laboratory's own sheets. There is no selector that gives somebody else's."""

from uuid import UUID

from apps.core.actor import Actor
from apps.sharing.selectors import found
from apps.studies.models import Enrolment, Sheet, Study
from apps.studies.projections.sheets import SheetView, sheet_view

MOST = 50


def own_enrolment(actor: Actor, study: Study) -> Enrolment | None:
    """Give the enrolment of the actor's own organisation in a study, if there is one."""
    rows = Enrolment.objects.visible_to(actor)
    return rows.filter(study=study, organisation=actor.organisation_id).first()


def own_sheet_lines(actor: Actor, study: Study) -> list[SheetView]:
    """Give the sheets of the actor's own laboratory in a study, newest first; one query."""
    rows = Sheet.objects.visible_to(actor).filter(enrolment__study=study).select_related("enrolment")
    return [sheet_view(row) for row in rows.order_by("-created_at", "-id")[:MOST]]


def sheet_for(actor: Actor, sheet_id: UUID) -> Sheet:
    """Find a sheet of the actor's own laboratory, or raise `Missing`."""
    return found(Sheet.objects.select_related("enrolment__study__convener"), actor, sheet_id)


def sheet_of(actor: Actor, sheet_id: UUID) -> SheetView:
    """Give a sheet of the actor's own laboratory with its report."""
    return sheet_view(sheet_for(actor, sheet_id))
