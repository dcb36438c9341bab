"""What laboratories hand in: sheets, their results, the raw files beside them."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
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


class Qualifier(models.TextChoices):
    """What stands before the digits of a result, or in their place."""

    NONE = "", "="
    BELOW = "<", "<"
    ABOVE = ">", ">"
    NOT_DETECTED = "ND", _("not detected")


class Cell(models.Model):
    """The results of a sheet for one item and characteristic, by replicate (ISO 5725: one cell).

    `reported` holds the digits as the laboratory wrote them, the first replicate first; None is a gap, or what was
    not detected. `qualifiers` (one of `Qualifier`) and `uncertainties` (expanded, k = 2, in the unit) stand beside
    them, or are None where no result of the cell has one. With `<` or `>` the digits are the limit itself.

    The database keeps what three foreign keys would, and that all are of one study, once a statement instead of
    once a row: `studies_cell_refers` and `studies_still_referred` (decisions/0014).
    """

    pk = models.CompositePrimaryKey("sheet_id", "item_id", "characteristic_id")
    sheet = models.ForeignKey(
        Sheet, on_delete=models.PROTECT, related_name="cells", db_constraint=False, db_index=False
    )
    # Not PROTECT, which would search all cells there are: the database knows where to look, and refuses.
    item = models.ForeignKey(
        Item, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    characteristic = models.ForeignKey(
        Characteristic, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    reported = ArrayField(models.CharField(max_length=40, null=True))
    qualifiers = ArrayField(models.CharField(max_length=2, choices=Qualifier), null=True)
    uncertainties = ArrayField(models.DecimalField(max_digits=35, decimal_places=20, null=True), null=True)


class Attachment(models.Model):
    """A raw file beside a sheet: seen with the sheet, by its laboratory alone.

    Its number is told in addresses, so it is random: a running one would count the files of all others.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
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
