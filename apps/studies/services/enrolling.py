"""Laboratories take their place, under a code that tells nothing."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.audit.services import record
from apps.core.actor import Actor
from apps.core.errors import Conflict
from apps.studies.events import LaboratoryEnrolled
from apps.studies.models import Enrolment, Study
from apps.studies.rules.codes import laboratory_code
from apps.studies.selectors.sheets import own_enrolment
from apps.studies.selectors.studies import study_for
from apps.studies.services.locking import locked, locked_for
from apps.studies.services.packing import pack_samples


@transaction.atomic
def enrol(*, study_id: UUID, actor: Actor) -> Enrolment:
    """Enrol the actor's organisation as a laboratory, while the study is open.

    Raises `NotAllowed` to whom the consortium does not count among those who test, `Conflict` out of time
    and to those whose organisation is enrolled already.
    """
    study_for(actor, study_id)
    # Locked first: an organisation that enrols between the question and the move is no candidate any more,
    # and would be told that it may not.
    _check_not_enrolled(actor, locked(study_id))
    study, _move = locked_for(actor, study_id, "enrol")
    taken = Enrolment.objects.unscoped("codes must differ").filter(study=study)
    code = laboratory_code(list(taken.values_list("code", flat=True)))
    if code is None:
        raise Conflict(_("The study has as many laboratories as it can hold."))
    enrolment = Enrolment.objects.create(
        study=study,
        organisation_id=actor.organisation_id,
        code=code,
        enrolled_by=actor.pseudonym,
        created_at=actor.now,
    )
    pack_samples(enrolment, actor)
    record(LaboratoryEnrolled(study_id=str(study.pk), enrolment_id=str(enrolment.pk)), actor=actor)
    return enrolment


def _check_not_enrolled(actor: Actor, study: Study) -> None:
    if own_enrolment(actor, study):
        raise Conflict(_("Your laboratory is enrolled already."))
