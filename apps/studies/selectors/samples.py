"""Samples on their way, and the checks of the items they are taken from."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.accounts.rules import PLAN, TEST
from apps.core.actor import Actor
from apps.core.errors import NotAllowed
from apps.sharing.rights import holds
from apps.sharing.selectors import found
from apps.studies.models import Item, ItemCheck, Sample, Study
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
    return sample_views(actor, study, sample_rows(actor, study).order_by("enrolment__code", "code"))


def sample_rows(actor: Actor, study: Study) -> QuerySet[Sample]:
    """Give the samples that the actor may know of, with names; for `sample_views`."""
    rows = Sample.objects.visible_to(actor).filter(study=study)
    return rows.select_related("enrolment__organisation", "item__material")


def sample_views(actor: Actor, study: Study, rows: Iterable[Sample]) -> list[SampleView]:
    """Show samples: which item each is, and whose, to the convener alone."""
    convenes = study.convener_id == actor.organisation_id
    return [sample_view(row, told=convenes) for row in rows]


def sample_for(actor: Actor, sample_id: UUID) -> Sample:
    """Find a sample the actor may know of, or raise `Missing`."""
    return found(Sample.objects.select_related("study", "enrolment"), actor, sample_id)


def checks_of(actor: Actor, study: Study) -> list[CheckView]:
    """Give the checks of the items of a study; they name the items. Raises `NotAllowed` like `check_rows`."""
    rows = check_rows(actor, study).order_by("item__code", "recorded_at", "pk")
    return [check_view(row) for row in rows]


def check_rows(actor: Actor, study: Study) -> QuerySet[ItemCheck]:
    """Give the checks to the convener, and to all after closing; before, `NotAllowed`: they name the items."""
    if study.convener_id != actor.organisation_id and study.closed_at is None:
        raise NotAllowed(_("The checks are told when the study is closed: they name the items."))
    rows = ItemCheck.objects.filter(item__study=study)
    return rows.select_related("item__material", "characteristic")


def items_to_send(study: Study) -> set[str]:
    """Give the codes of the items whose samples may leave, for the convener."""
    ready = {item for item, may_leave in items_judged(study).items() if may_leave}
    return set(Item.objects.filter(pk__in=ready).values_list("code", flat=True))


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
