"""Who tests: laboratories under codes, and the samples they get under codes of their own."""

from django.db import models
from django.db.models import Q

from apps.accounts.models import Organisation
from apps.core.actor import Actor
from apps.sharing.models import Guarded
from apps.sharing.querysets import ScopedQuerySet
from apps.studies.models.items import Item
from apps.studies.models.studies import Study
from apps.studies.states import SampleState


class EnrolmentQuerySet(ScopedQuerySet["Enrolment"]):
    """A laboratory knows its own enrolment; the convener knows who takes part."""

    def _rule(self, actor: Actor) -> Q:
        return Q(organisation=actor.organisation_id) | Q(study__convener=actor.organisation_id)


class Enrolment(Guarded):
    """A laboratory's place in a study, under a random code that only it and the convener can resolve."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="enrolments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=8)
    enrolled_by = models.UUIDField()

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "organisation"], name="studies_enrolment_once"),
            models.UniqueConstraint(fields=["study", "code"], name="studies_enrolment_code_once"),
        ]


class SampleQuerySet(ScopedQuerySet["Sample"]):
    """A laboratory knows its own samples; the convener, who packs them, knows all."""

    def _rule(self, actor: Actor) -> Q:
        own = Q(enrolment__organisation=actor.organisation_id)
        return own | Q(enrolment__study__convener=actor.organisation_id)


class Sample(Guarded):
    """An item as one laboratory gets it, under a random code that no other laboratory's sample has.

    Its chain of custody is its state with who and when; the trail tells it again. A sample that came in
    damaged is replaced by a new one under a new code.
    """

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="samples")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="samples")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="samples")
    code = models.CharField(max_length=12)
    state = models.CharField(max_length=20, choices=SampleState, default=SampleState.PREPARED)
    carrier = models.CharField(max_length=120, default="", blank=True)
    dispatched_by = models.UUIDField(null=True)
    dispatched_at = models.DateTimeField(null=True)
    received_by = models.UUIDField(null=True)
    received_at = models.DateTimeField(null=True)
    condition = models.CharField(max_length=200, default="", blank=True)

    objects = SampleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "code"], name="studies_sample_code_once"),
            models.UniqueConstraint(
                fields=["enrolment", "item"],
                condition=~Q(state="damaged"),
                name="studies_sample_one_live_per_item",
            ),
            models.CheckConstraint(
                condition=Q(state="prepared", dispatched_at=None, received_at=None)
                | Q(state="dispatched", dispatched_at__isnull=False, received_at=None)
                | Q(
                    state__in=["received", "damaged"], dispatched_at__isnull=False, received_at__isnull=False
                ),
                name="studies_sample_times_follow_state",
            ),
        ]
