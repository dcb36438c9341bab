"""The record of a study as one viewer may read it."""

from django.db.models import Q

from apps.audit.selectors import Line, RecordPage, record_of
from apps.core.actor import Actor
from apps.studies.events import LaboratoryEnrolled
from apps.studies.models import Study


def record_for(actor: Actor, study: Study, *, before: str = "") -> RecordPage[Line]:
    """Give a page of a study's chain; who enrolled is told to the convener and to each laboratory itself.

    Others get no places in the chain either: their gaps would count the laboratories.
    """
    others = Q(event=LaboratoryEnrolled.name) & ~Q(acting_for=actor.organisation_id)
    convenes = study.convener_id == actor.organisation_id
    return record_of(f"study:{study.pk}", but=None if convenes else others, before=before)
