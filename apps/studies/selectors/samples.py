"""Samples on their way, and the checks of the items they are taken from."""

from collections import defaultdict
from uuid import UUID

from apps.accounts.rules import PLAN, TEST
from apps.core.actor import Actor
from apps.sharing.rights import holds
from apps.sharing.selectors import found
from apps.studies.models import ItemCheck, Sample, Study
from apps.studies.projections.samples import CheckView, SampleView, check_view, sample_view
from apps.studies.states import COORDINATOR, LABORATORY


def sample_standings(actor: Actor, sample: Sample) -> frozenset[str]:
    """Tell what the actor is to a sample (with its study and enrolment): who sends it, who gets it."""
    standings = set()
    convenes = sample.study.convener_id == actor.organisation_id
    if convenes and actor.may(PLAN) and holds(actor, "coordinate_study", sample.study):
        standings.add(COORDINATOR)
    if sample.enrolment.organisation_id == actor.organisation_id and actor.may(TEST):
        standings.add(LABORATORY)
    return frozenset(standings)


def samples_of(actor: Actor, study: Study) -> list[SampleView]:
    """Give the samples of a study that the actor may know of: a laboratory its own, the convener all."""
    rows = (
        Sample.objects.visible_to(actor)
        .filter(study=study)
        .select_related("enrolment__organisation", "item__material")
    )
    convenes = study.convener_id == actor.organisation_id
    return [sample_view(row, told=convenes) for row in rows.order_by("enrolment__code", "code")]


def sample_for(actor: Actor, sample_id: UUID) -> Sample:
    """Find a sample the actor may know of, or raise `Missing`."""
    return found(Sample.objects.select_related("study", "enrolment"), actor, sample_id)


def checks_of(study: Study) -> list[CheckView]:
    """Give the checks of the items of a study found for its convener, or closed."""
    rows = ItemCheck.objects.filter(item__study=study).select_related("item__material", "characteristic")
    return [check_view(row) for row in rows.order_by("item__code", "recorded_at", "pk")]


def items_judged(study: Study) -> dict[int, bool]:
    """Give for each item with a homogeneity check whether it may leave.

    The newest check of each characteristic counts; a waiver is of the item as a whole and settles earlier ones.
    """
    judged: dict[int, dict[int | None, bool]] = defaultdict(dict)
    rows = ItemCheck.objects.filter(item__study=study, kind=ItemCheck.Kind.HOMOGENEITY)
    for row in rows.order_by("recorded_at", "pk"):
        if row.verdict == ItemCheck.Verdict.WAIVED:
            judged[row.item_id].clear()
        judged[row.item_id][row.characteristic_id] = row.verdict != ItemCheck.Verdict.NOT_ADEQUATE
    return {item: all(verdicts.values()) for item, verdicts in judged.items()}
