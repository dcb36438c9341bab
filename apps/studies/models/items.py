"""What is tested: materials under codes, and the properties measured on them."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.materials.models import Material
from apps.studies.models.studies import Study


class Item(models.Model):
    """A material under its code in a study. Until the study closes only the convener knows the code;
    a laboratory knows its own samples (`Sample`).
    """

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


class Direction(models.TextChoices):
    """Which way of a characteristic is good: decides between equivalence and non-inferiority."""

    TARGET = "target", _("on target: neither higher nor lower")
    HIGHER = "higher", _("higher is better")
    LOWER = "lower", _("lower is better")


class MarginKind(models.TextChoices):
    """How equivalence margins are written: in the unit, or as limits of the ratio candidate / incumbent."""

    ABSOLUTE = "absolute", _("difference, in the unit")
    RATIO = "ratio", _("ratio, such as 0.80 to 1.25")


class Transformation(models.TextChoices):
    """What is done to the values before means are compared."""

    NONE = "none", _("none")
    LN = "ln", _("natural logarithm")


class Characteristic(models.Model):
    """A property measured in a study: unit, method, specification limits, equivalence margins.

    Margins are positive amounts below and above for `absolute`, limits of the ratio around 1 for `ratio`:
    both for a target, the one on the worse side where higher or lower is better; None where the
    characteristic is described, not compared. Ratios are judged on logarithms, and nothing else is.
    """

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="characteristics")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    name_en = models.CharField(max_length=120)
    name_tr = models.CharField(max_length=120)
    unit = models.CharField(max_length=30)
    method = models.CharField(max_length=160)
    lower = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    upper = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    direction = models.CharField(max_length=20, choices=Direction, default=Direction.TARGET)
    margin_kind = models.CharField(max_length=20, choices=MarginKind, default=MarginKind.ABSOLUTE)
    margin_low = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    margin_high = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    transformation = models.CharField(max_length=10, choices=Transformation, default=Transformation.NONE)
    # Set by an amendment that invalidates earlier results: what was handed in before is not counted.
    counts_from = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["study", "code"], name="studies_characteristic_once"),
            models.CheckConstraint(
                condition=Q(lower=None) | Q(upper=None) | Q(lower__lt=F("upper")),
                name="studies_limits_in_order",
            ),
            models.CheckConstraint(
                condition=Q(margin_kind="absolute")
                & (Q(margin_low=None) | Q(margin_low__gt=0))
                & (Q(margin_high=None) | Q(margin_high__gt=0))
                | Q(margin_kind="ratio")
                & (Q(margin_low=None) | Q(margin_low__gt=0, margin_low__lt=1))
                & (Q(margin_high=None) | Q(margin_high__gt=1)),
                name="studies_margins_make_sense",
            ),
            models.CheckConstraint(
                condition=Q(margin_low=None, margin_high=None)
                | Q(direction="target", margin_low__isnull=False, margin_high__isnull=False)
                | Q(direction="higher", margin_low__isnull=False, margin_high=None)
                | Q(direction="lower", margin_low=None, margin_high__isnull=False),
                name="studies_margins_follow_direction",
            ),
            models.CheckConstraint(
                condition=Q(transformation="none", margin_kind="absolute")
                | Q(transformation="ln", margin_kind="ratio"),
                name="studies_ratio_margins_on_ln",
            ),
        ]


class ItemCheck(models.Model):
    """A homogeneity or stability check of an item, judged before samples leave (ISO 13528, Annex B).

    `values` are the results as reported, a list for each unit tested; `numbers` is the engine's answer as
    canonical JSON. A check that cannot be made is waived with a reason, which stands in the report.
    """

    class Kind(models.TextChoices):
        HOMOGENEITY = "homogeneity", _("homogeneity")
        STABILITY = "stability", _("stability")

    class Verdict(models.TextChoices):
        ADEQUATE = "adequate", _("adequate")
        NOT_ADEQUATE = "not_adequate", _("not adequate")
        WAIVED = "waived", _("waived")

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="checks")
    characteristic = models.ForeignKey(Characteristic, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    values = models.JSONField(default=dict)
    numbers = models.TextField(default="", blank=True)
    verdict = models.CharField(max_length=20, choices=Verdict)
    reason = models.TextField(default="", blank=True)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="waived", numbers="") & ~Q(reason="")
                | ~Q(verdict="waived") & ~Q(numbers="") & Q(characteristic__isnull=False),
                name="studies_check_judged_or_waived",
            ),
        ]
