"""What laboratories hand in: sheets, their results, the raw files beside them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.sharing.models import Guarded
from apps.sharing.querysets import ScopedQuerySet
from apps.studies.models.items import Characteristic, Item
from apps.studies.models.laboratories import Enrolment
from apps.studies.states import SheetState


class SheetQuerySet(ScopedQuerySet["Sheet"]):
    """A sheet is its laboratory's own, before closing and after: what others get is the analysis."""

    def _rule(self, actor: Actor) -> Q:
        return Q(enrolment__organisation=actor.organisation_id)


class Sheet(Guarded):
    """One set of results of a laboratory. Read whole or refused whole; a draft waits to be handed in.

    Handed in it is locked and has a version; a later one is a correction with a reason, and the old is kept.
    The file lies under its SHA-256 in MEDIA_ROOT/sheets. `rows_done` shows a reader's progress; `faults` is
    the report per row and column of a refused sheet (the first 200 of `fault_count`).
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="sheets")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=20, choices=SheetState, default=SheetState.RECEIVED)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list)
    fault_count = models.PositiveIntegerField(default=0)
    is_draft = models.BooleanField(default=False)
    version = models.PositiveSmallIntegerField(null=True)
    reason = models.TextField(default="", blank=True)
    analyst = models.CharField(max_length=120, default="", blank=True)
    instrument = models.CharField(max_length=120, default="", blank=True)
    hints = models.JSONField(default=list)
    handed_in_by = models.UUIDField()
    handed_in_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects = SheetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(state="taken"),
                name="studies_sheet_one_taken_per_laboratory",
            ),
            models.CheckConstraint(
                condition=Q(state="received", read_at=None)
                | (~Q(state="received") & Q(read_at__isnull=False)),
                name="studies_sheet_read_when_read",
            ),
            models.CheckConstraint(
                condition=Q(state="refused", fault_count__gt=0) | (~Q(state="refused") & Q(fault_count=0)),
                name="studies_sheet_refused_for_faults",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["taken", "replaced"], version__isnull=False, handed_in_at__isnull=False
                )
                | (~Q(state__in=["taken", "replaced"]) & Q(version=None, handed_in_at=None)),
                name="studies_sheet_version_when_handed_in",
            ),
            models.CheckConstraint(
                condition=Q(version=None) | Q(version=1) | ~Q(reason=""),
                name="studies_correction_has_a_reason",
            ),
            models.UniqueConstraint(fields=["enrolment", "version"], name="studies_sheet_version_once"),
        ]


class Result(models.Model):
    """One value: item, characteristic, replicate. `reported` keeps the digits as the laboratory wrote them.

    With a qualifier `<` or `>` the value is the limit itself; not detected has no value. `uncertainty` is
    expanded (k = 2), in the unit, where the laboratory states it.
    """

    class Qualifier(models.TextChoices):
        NONE = "", "="
        BELOW = "<", "<"
        ABOVE = ">", ">"
        NOT_DETECTED = "ND", _("not detected")

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="results")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    characteristic = models.ForeignKey(Characteristic, on_delete=models.PROTECT, related_name="+")
    replicate = models.PositiveSmallIntegerField()
    qualifier = models.CharField(max_length=2, choices=Qualifier, default=Qualifier.NONE, blank=True)
    value = models.DecimalField(max_digits=35, decimal_places=20, null=True)
    reported = models.CharField(max_length=40)
    uncertainty = models.DecimalField(max_digits=35, decimal_places=20, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "item", "characteristic", "replicate"], name="studies_result_once"
            ),
            models.CheckConstraint(
                condition=Q(qualifier="ND", value=None) | (~Q(qualifier="ND") & Q(value__isnull=False)),
                name="studies_result_value_unless_not_detected",
            ),
            models.CheckConstraint(
                condition=Q(uncertainty=None) | Q(uncertainty__gt=0), name="studies_uncertainty_positive"
            ),
        ]


class Attachment(models.Model):
    """A raw file beside a sheet: seen with the sheet, by its laboratory alone."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="attachments")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    attached_by = models.UUIDField()
    attached_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "sha256"], name="studies_attachment_once_per_sheet")
        ]
