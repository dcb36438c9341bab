"""Samples of a study: every laboratory gets each item under a code of its own."""

from apps.core.actor import Actor
from apps.studies.models import Enrolment, Sample
from apps.studies.rules.codes import sample_code


def pack_samples(enrolment: Enrolment, actor: Actor) -> list[Sample]:
    """Prepare the samples of a laboratory that has just enrolled; the study is locked by the caller.

    In the order of their codes, so that not even a row's place tells which item it is.
    """
    taken = set(
        Sample.objects.unscoped("codes must differ")
        .filter(study=enrolment.study)
        .values_list("code", flat=True)
    )
    packed = []
    for item in enrolment.study.items.all():
        code = sample_code(taken)
        taken.add(code)
        packed.append(
            Sample(study=enrolment.study, enrolment=enrolment, item=item, code=code, created_at=actor.now)
        )
    return Sample.objects.unscoped("made by the platform").bulk_create(
        sorted(packed, key=lambda one: one.code)
    )


def replace_sample(sample: Sample, actor: Actor) -> Sample:
    """Prepare a new sample of the same item for the same laboratory, under a new code."""
    taken = Sample.objects.unscoped("codes must differ").filter(study=sample.study_id)
    return Sample.objects.create(
        study_id=sample.study_id,
        enrolment_id=sample.enrolment_id,
        item_id=sample.item_id,
        code=sample_code(set(taken.values_list("code", flat=True))),
        created_at=actor.now,
    )
