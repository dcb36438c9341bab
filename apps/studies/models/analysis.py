"""What came out: runs of the analysis, and what was ruled about outlying cells."""

import json

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from apps.studies.models.items import Characteristic, Item
from apps.studies.models.laboratories import Enrolment
from apps.studies.models.studies import Study
from apps.studies.rules.codes import level_name
from apps.studies.rules.excluded import Excluded
from apps.studies.states import FlagState, Ruling, Scope


class Analysis(models.Model):
    """One run over a closed study: engine, edition, estimator and the hash of what went in.

    `numbers` is canonical JSON of the engine's answer over all results, one level per item and
    characteristic; `numbers_without` the same without the confirmed exclusions (empty when there are none),
    `excluded` names them, `conclusions` holds the comparison of candidate and incumbent, with and without,
    `scores` how each laboratory lies against the consensus (empty in a run from before they were kept).

    `inputs_sha256` is of results, exclusions and question, all of which stand in the report. What laboratories
    stated of their uncertainty has a hash of its own, `stated_sha256`, under a random salt (both empty where
    nobody stated any): it is for `recheck_analysis` alone, and neither is ever told.
    The same inputs give the same bytes. The newest run is the study's.
    """

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="analyses")
    number = models.PositiveSmallIntegerField(default=1)
    engine_version = models.CharField(max_length=20)
    edition = models.CharField(max_length=40)
    estimator = models.CharField(max_length=40, default="ANOVA")
    inputs_sha256 = models.CharField(max_length=64)
    stated_salt = models.CharField(max_length=64, default="", blank=True, editable=False)
    stated_sha256 = models.CharField(max_length=64, default="", blank=True, editable=False)
    numbers = models.TextField()
    excluded = models.TextField(default="[]")
    numbers_without = models.TextField(default="", blank=True)
    conclusions = models.TextField(default="[]")
    scores = models.TextField(default="", blank=True)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="studies_run_once"),
            models.CheckConstraint(
                condition=Q(stated_salt="", stated_sha256="") | ~Q(stated_salt="") & ~Q(stated_sha256=""),
                name="studies_run_stated_under_a_salt",
            ),
        ]

    @property
    def excluded_cells(self) -> list[Excluded]:
        """What is left out, each as (laboratory code,), (laboratory code, level) or with a replicate as third."""
        return [tuple(one) for one in json.loads(self.excluded)]


class OutlierFlag(models.Model):
    """A straggler or outlier that a test points at, and what people made of it (ISO 5725-2, 7.3).

    It points at a cell; at one `replicate` of it, where the others agree; or, without item and
    characteristic, at a laboratory that is an outlier at several levels (`statistic`: at how many).
    Proposed by a run; the coordinator rules with a reason, somebody else confirms. Nothing is left out
    before that.
    """

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="flags")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="+")
    characteristic = models.ForeignKey(Characteristic, on_delete=models.PROTECT, null=True, related_name="+")
    replicate = models.PositiveSmallIntegerField(null=True)
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
                fields=["study", "enrolment", "item", "characteristic", "replicate", "test"],
                nulls_distinct=False,
                name="studies_flag_once",
            ),
            models.CheckConstraint(
                condition=Q(test="laboratory", item=None, characteristic=None, replicate=None)
                | Q(item__isnull=False, characteristic__isnull=False)
                & (
                    Q(test="grubbs_within", replicate__isnull=False)
                    | Q(replicate=None) & ~Q(test__in=["grubbs_within", "laboratory"])
                ),
                name="studies_flag_points_at_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(ruling="exclude_result") | Q(replicate__isnull=False),
                name="studies_flag_one_result_is_named",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", ruling="", ruled_by=None, confirmed_by=None)
                | Q(state="ruled", ruled_by__isnull=False, confirmed_by=None)
                & Q(ruling__in=["keep", "exclude", "exclude_result"])
                & ~Q(reason="")
                | Q(state="confirmed", ruled_by__isnull=False, confirmed_by__isnull=False)
                & Q(ruling__in=["keep", "exclude", "exclude_result"])
                & ~Q(reason=""),
                name="studies_flag_ruled_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("ruled_by")),
                name="studies_flag_two_people",
            ),
        ]

    @property
    def scope(self) -> Scope:
        """What the flag points at."""
        if self.item_id is None:
            return Scope.LABORATORY
        return Scope.CELL if self.replicate is None else Scope.RESULT

    @property
    def level(self) -> str:
        """The level of the analysis that it stands at (with item and characteristic); empty for all of them."""
        if self.item is None or self.characteristic is None:
            return ""
        return level_name(self.item.code, self.characteristic.code)

    @property
    def exclusion(self) -> Excluded:
        """What its ruling leaves out (with enrolment, item and characteristic), if it does."""
        if self.item_id is None:
            return (self.enrolment.code,)
        if self.ruling == Ruling.EXCLUDE_RESULT and self.replicate is not None:
            return (self.enrolment.code, self.level, self.replicate)
        return (self.enrolment.code, self.level)
