"""Joint testing: several laboratories test the same items under one protocol."""

import secrets

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Organisation
from apps.consortia.models import Consortium
from apps.core.actor import Actor
from apps.materials.models import CriticalInput, Material
from apps.sharing.models import Guarded
from apps.sharing.querysets import ScopedQuerySet
from apps.sharing.rights import UserRight
from apps.studies.states import SheetState, StudyState


def new_salt() -> str:
    """Make a protocol's salt: 256 random bits, told when the study closes."""
    return secrets.token_hex(32)


class StudyQuerySet(ScopedQuerySet["Study"]):
    """A study is known to its convener and, once open, to the consortium."""

    def _rule(self, actor: Actor) -> Q:
        open_to_all = Q(consortium__in=actor.parties) & ~Q(state=StudyState.PLANNED)
        return Q(convener=actor.organisation_id) | open_to_all


class Study(Guarded):
    """One joint study: materials, characteristics, laboratories, one analysis at the end."""

    reference = models.CharField(max_length=20, unique=True)
    consortium = models.ForeignKey(Consortium, on_delete=models.PROTECT, related_name="studies")
    convener = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    critical_input = models.ForeignKey(CriticalInput, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    purpose = models.TextField(default="", blank=True)
    state = models.CharField(max_length=20, choices=StudyState, default=StudyState.PLANNED)
    replicates = models.PositiveSmallIntegerField()
    results_due_on = models.DateField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    protocol_sha256 = models.CharField(max_length=64, default="")
    # Without it, whoever knows the materials could try which code is which until the hash fits.
    protocol_salt = models.CharField(max_length=64, default=new_salt, editable=False)

    objects = StudyQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions = [("coordinate_study", "Coordinates the study")]
        constraints = [
            models.CheckConstraint(
                condition=Q(replicates__gte=1, replicates__lte=50), name="studies_replicates_1_to_50"
            ),
            models.CheckConstraint(
                condition=Q(state="planned", opened_at=None, closed_at=None)
                | Q(state="open", opened_at__isnull=False, closed_at=None)
                | Q(state="closed", opened_at__isnull=False, closed_at__isnull=False),
                name="studies_times_follow_state",
            ),
        ]
        indexes = [models.Index(F("created_at").desc(), F("id").desc(), name="studies_newest")]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class StudyRight(UserRight):
    """Who coordinates which study (guardian's table with a real foreign key)."""

    content_object = models.ForeignKey(Study, on_delete=models.CASCADE)


Study.Rights = StudyRight  # type: ignore[attr-defined]  # read by sharing.rights.held


class Item(models.Model):
    """A material under its code in a study; laboratories know the code, not the role."""

    class Role(models.TextChoices):
        CANDIDATE = "candidate", _("candidate")
        INCUMBENT = "incumbent", _("incumbent")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="items")
    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    code = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "code"], name="studies_item_code_once"),
            models.UniqueConstraint(fields=["study", "material"], name="studies_item_material_once"),
        ]


class Characteristic(models.Model):
    """A property measured in a study: unit, method, specification limits."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="characteristics")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    name_en = models.CharField(max_length=120)
    name_tr = models.CharField(max_length=120)
    unit = models.CharField(max_length=30)
    method = models.CharField(max_length=160)
    lower = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    upper = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["study", "code"], name="studies_characteristic_once"),
            models.CheckConstraint(
                condition=Q(lower=None) | Q(upper=None) | Q(lower__lt=F("upper")),
                name="studies_limits_in_order",
            ),
        ]


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


class SheetQuerySet(ScopedQuerySet["Sheet"]):
    """A sheet is its laboratory's own, before closing and after: what others get is the analysis."""

    def _rule(self, actor: Actor) -> Q:
        return Q(enrolment__organisation=actor.organisation_id)


class Sheet(Guarded):
    """One file of results that a laboratory handed in. Taken whole or refused whole.

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
    handed_in_by = models.UUIDField()
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
        ]


class Result(models.Model):
    """One value: item, characteristic, replicate. `reported` keeps the digits as the laboratory wrote them."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="results")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    characteristic = models.ForeignKey(Characteristic, on_delete=models.PROTECT, related_name="+")
    replicate = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=35, decimal_places=20)
    reported = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "item", "characteristic", "replicate"], name="studies_result_once"
            )
        ]


class Analysis(models.Model):
    """The numbers of a closed study: engine, edition and the hash of what went in; the same in, the same out.

    `numbers` is canonical JSON text of the engine's answer, one level per item and characteristic.
    """

    study = models.OneToOneField(Study, on_delete=models.PROTECT, related_name="analysis")
    engine_version = models.CharField(max_length=20)
    edition = models.CharField(max_length=40)
    inputs_sha256 = models.CharField(max_length=64)
    numbers = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)
