"""The record of a study as one viewer may read it."""

from dataclasses import replace

from apps.audit.selectors import Line, record_of
from apps.core.actor import Actor
from apps.studies.events import LaboratoryEnrolled
from apps.studies.models import Study


def record_for(actor: Actor, study: Study) -> list[Line]:
    """Give the entries of a study's chain; who enrolled is told to the convener and to each laboratory itself.

    Others get no places in the chain either: their gaps would count the laboratories.
    """
    lines = record_of(f"study:{study.pk}", most=400)
    if study.convener_id == actor.organisation_id:
        return lines
    return [
        replace(line, seq=0)
        for line in lines
        if line.event != LaboratoryEnrolled.name or line.acting_for == actor.organisation_id
    ]
