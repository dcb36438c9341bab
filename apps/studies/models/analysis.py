"""What came out: runs of the analysis, and what was ruled about outlying cells."""

import json

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from apps.studies.models.items import Characteristic, Item
from apps.studies.models.laboratories import Enrolment
from apps.studies.models.studies import Study
from apps.studies.states import FlagState, Ruling


class Analysis(models.Model):
    """One run over a closed study: engine, edition, estimator and the hash of what went in.

    `numbers` is canonical JSON of the engine's answer over all results, one level per item and
    characteristic; `numbers_without` the same without the confirmed exclusions (empty when there are none),
    `excluded` names them, `conclusions` holds the comparison of candidate and incumbent, with and without,
    `scores` how each laboratory lies against the consensus (empty in a run from before they were kept).
    The same inputs give the same bytes. The newest run is the study's.
    """

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="analyses")
    number = models.PositiveSmallIntegerField(default=1)
    engine_version = models.CharField(max_length=20)
    edition = models.CharField(max_length=40)
    estimator = models.CharField(max_length=40, default="ANOVA")
    inputs_sha256 = models.CharField(max_length=64)
    numbers = models.TextField()
    excluded = models.TextField(default="[]")
    numbers_without = models.TextField(default="", blank=True)
    conclusions = models.TextField(default="[]")
    scores = models.TextField(default="", blank=True)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "number"], name="studies_run_once")]

    @property
    def excluded_cells(self) -> list[tuple[str, str]]:
        """The excluded cells as (laboratory code, level)."""
        return [(laboratory, level) for laboratory, level in json.loads(self.excluded)]


class OutlierFlag(models.Model):
    """A straggler or outlier that a test points at, and what people made of it (ISO 5725-2, 7.3).

    Proposed by a run; the coordinator rules with a reason, somebody else confirms. Nothing is left out
    before that.
    """

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="flags")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    characteristic = models.ForeignKey(Characteristic, on_delete=models.PROTECT, related_name="+")
    test = models.CharField(max_length=30)
    verdict = models.CharField(max_length=20)
    statistic = models.FloatField(null=True)
    critical_5 = models.FloatField(null=True)
    critical_1 = models.FloatField(null=True)
    order = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=FlagState, default=FlagState.PROPOSED)
    ruling = models.CharField(max_length=20, choices=Ruling, default="", blank=True)
    reason = models.TextField(default="", blank=True)
    ruled_by = models.UUIDField(null=True)
    ruled_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["study", "enrolment", "item", "characteristic", "test"], name="studies_flag_once"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", ruling="", ruled_by=None, confirmed_by=None)
                | Q(state="ruled", ruled_by__isnull=False, confirmed_by=None)
                & Q(ruling__in=["keep", "exclude"])
                & ~Q(reason="")
                | Q(state="confirmed", ruled_by__isnull=False, confirmed_by__isnull=False)
                & Q(ruling__in=["keep", "exclude"])
                & ~Q(reason=""),
                name="studies_flag_ruled_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("ruled_by")),
                name="studies_flag_two_people",
            ),
        ]
