"""Handing a study over: its only coordinator may leave, and then nobody could open or close it."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit.services import record
from apps.core.actor import Actor
from apps.core.errors import Conflict, Invalid, NotAllowed
from apps.sharing.rights import allow, disallow, people_with
from apps.studies.events import CoordinatorNamed
from apps.studies.models import Study
from apps.studies.selectors.coordinators import may_name_coordinator, planners_of
from apps.studies.selectors.studies import study_for
from apps.studies.services.locking import locked


@transaction.atomic
def name_coordinator(*, study_id: UUID, person_id: UUID, actor: Actor) -> Study:
    """Let one of the convener's people who may plan studies coordinate this one, instead of who did so far.

    For who leads the convening organisation: raises `NotAllowed` to others, `Invalid` for anybody who may
    not plan studies there, `Conflict` for who coordinates it already.
    """
    study_for(actor, study_id)
    study = locked(study_id)
    if not may_name_coordinator(actor, study):
        raise NotAllowed(_("Who leads the convening organisation names another coordinator."))
    chosen = next((one for one in planners_of(actor, study) if one.id == person_id), None)
    if chosen is None:
        sentence = _("Choose one of your people who may plan studies.")
        raise Invalid(sentence, fields={"person_id": [sentence]})
    if chosen.coordinates:
        raise Conflict(_("This person coordinates the study already."))
    for person in people_with("coordinate_study", study):
        disallow(person, "coordinate_study", study)
    allow(User.objects.get(pseudonym=person_id), "coordinate_study", study)
    record(CoordinatorNamed(study_id=str(study.pk), person_id=str(person_id)), actor=actor)
    return study
