"""Chain of custody: the coordinator dispatches samples, a laboratory receives them or reports damage."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.audit.services import record
from apps.core.actor import Actor
from apps.core.errors import Conflict, Invalid
from apps.sharing.selectors import found
from apps.studies.events import SampleDamaged, SampleDispatched, SampleReceived
from apps.studies.models import Sample, Study
from apps.studies.rules.checks import check_may_dispatch
from apps.studies.selectors.samples import items_judged, sample_standings
from apps.studies.selectors.studies import standings_of
from apps.studies.services.locking import locked, locked_for
from apps.studies.services.packing import replace_sample
from apps.studies.states import OPEN, SAMPLE_FLOW


@transaction.atomic
def dispatch(*, study_id: UUID, sample_ids: Collection[UUID], carrier: str, actor: Actor) -> list[Sample]:
    """Send prepared samples, all of them or none. Each item must have been judged, or its check waived.

    Raises `Invalid` for an empty choice, `Conflict` before the checks and for a sample sent already.
    """
    study, _move = locked_for(actor, study_id, "dispatch")
    samples = list(
        Sample.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .filter(study=study, pk__in=sample_ids)
    )
    if not samples or len(samples) != len(set(sample_ids)):
        sentence = _("Choose the samples that leave.")
        raise Invalid(sentence, fields={"samples": [sentence]})
    check_may_dispatch(judged=items_judged(study), items={sample.item_id for sample in samples})
    standings = standings_of(actor, study)
    for sample in samples:
        move = SAMPLE_FLOW.move("dispatch", sample.state, standings)
        sample.state, sample.carrier = move.target, carrier.strip()
        sample.dispatched_by, sample.dispatched_at = actor.pseudonym, actor.now
        sample.save(update_fields=["state", "carrier", "dispatched_by", "dispatched_at"])
        told = SampleDispatched(sample_id=str(sample.pk), study_id=str(study.pk), code=sample.code)
        record(told, actor=actor)
    return samples


@transaction.atomic
def receive(*, sample_id: UUID, condition: str, actor: Actor) -> Sample:
    """Confirm that a sample came in, and in which condition. Raises `Invalid`, `Conflict`, `NotAllowed`."""
    study, sample = _locked(actor, sample_id)
    move = SAMPLE_FLOW.move("receive", sample.state, sample_standings(actor, sample))
    _check_open(study)
    sample.state, sample.condition = move.target, _stated(condition)
    sample.received_by, sample.received_at = actor.pseudonym, actor.now
    sample.save(update_fields=["state", "condition", "received_by", "received_at"])
    told = {"sample_id": str(sample.pk), "study_id": str(study.pk)}
    record(SampleReceived(**told, code=sample.code, condition=sample.condition), actor=actor)
    return sample


@transaction.atomic
def report_damage(*, sample_id: UUID, condition: str, actor: Actor) -> Sample:
    """Report a sample as damaged; a new one under a new code is prepared at once. Gives the new one."""
    study, sample = _locked(actor, sample_id)
    move = SAMPLE_FLOW.move("damage", sample.state, sample_standings(actor, sample))
    _check_open(study)
    sample.state, sample.condition = move.target, _stated(condition)
    if sample.received_at is None:
        sample.received_by, sample.received_at = actor.pseudonym, actor.now
    sample.save(update_fields=["state", "condition", "received_by", "received_at"])
    told = {"sample_id": str(sample.pk), "study_id": str(study.pk)}
    record(SampleDamaged(**told, code=sample.code, condition=sample.condition), actor=actor)
    return replace_sample(sample, actor)


def _locked(actor: Actor, sample_id: UUID) -> tuple[Study, Sample]:
    known = found(Sample.objects.select_related("study"), actor, sample_id)
    study = locked(known.study_id)
    rows = Sample.objects.visible_to(actor).select_for_update(of=("self",))
    return study, rows.get(pk=known.pk)


def _check_open(study: Study) -> None:
    if study.state != OPEN:
        raise Conflict(_("The study is closed; its samples are no longer followed."))


def _stated(condition: str) -> str:
    stated = condition.strip()
    if not stated:
        sentence = _("Say in which condition the sample is.")
        raise Invalid(sentence, fields={"condition": [sentence]})
    return stated
