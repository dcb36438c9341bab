"""A firm's report of a supplier change, and the administration's case about it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Organisation
from apps.certificates.models import Certificate
from apps.changes.states import CaseState, Outcome, ReportState
from apps.core.actor import Actor
from apps.materials.models import CriticalInput
from apps.sharing.groups import Declaration, Group
from apps.sharing.models import Guarded, Shareable, ShareGrant
from apps.sharing.querysets import ScopedQuerySet
from apps.supply.models import Country


class Report(Shareable):
    """What a firm must tell in standard fields when it changes a supplier of a critical input.

    The firm owns it. By duty of office the administration reads it whole and the industry body learns that a
    change of this input was reported (core only, not even by whom); everybody else by the firm's grant.
    """

    reference = models.CharField(max_length=20, unique=True)
    critical_input = models.ForeignKey(CriticalInput, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=ReportState, default=ReportState.DRAFT)
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(default="", blank=True)
    current_supplier = models.CharField(max_length=160, default="", blank=True)
    new_supplier = models.CharField(max_length=160, default="", blank=True)
    country_mined = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    country_processed = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    country_shipped_from = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    grade = models.CharField(max_length=120, default="", blank=True)
    annual_volume_kg = models.DecimalField(max_digits=16, decimal_places=3, null=True, blank=True)
    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    testing_outcome = models.TextField(default="", blank=True)

    SHARING = Declaration(
        core=("id", "reference", "critical_input", "state", "created_at", "submitted_at", "decided_at"),
        internal=("embargo_until",),
        groups=(
            Group(name="reporter", label=_("Reporting firm"), bit=0, fields=("owner",)),
            Group(
                name="origin",
                label=_("Origin"),
                bit=1,
                fields=("country_mined", "country_processed", "country_shipped_from"),
            ),
            Group(name="grade", label=_("Grade"), bit=2, fields=("grade",)),
            Group(
                name="schedule", label=_("Shipment schedule"), bit=3, fields=("shipments",), standing=False
            ),
            Group(name="volumes", label=_("Volumes"), bit=4, fields=("annual_volume_kg",), standing=False),
            Group(
                name="testing", label=_("Testing outcome"), bit=5, fields=("certificate", "testing_outcome")
            ),
            Group(
                name="supplier",
                label=_("Suppliers"),
                bit=6,
                fields=("current_supplier", "new_supplier"),
                standing=False,
            ),
            Group(name="reason", label=_("Reason"), bit=7, fields=("reason",)),
        ),
        parts=frozenset({"shipments"}),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at=None, decided_at=None)
                | Q(state="submitted", submitted_at__isnull=False, decided_at=None)
                | Q(state__in=["approved", "refused"], submitted_at__isnull=False, decided_at__isnull=False),
                name="changes_report_times_follow_state",
            ),
            models.CheckConstraint(
                condition=Q(annual_volume_kg=None) | Q(annual_volume_kg__gt=0), name="changes_volume_positive"
            ),
        ]
        indexes = [
            models.Index(F("owner"), F("created_at").desc(), F("id").desc(), name="changes_report_own")
        ]


class ReportGrant(ShareGrant):
    """Who else sees which part of a report."""

    obj = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+", db_index=False)


Report.Grant = ReportGrant


class Shipment(models.Model):
    """One line of a report's shipment schedule; part of its group `schedule`."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="shipments")
    ships_on = models.DateField()
    mass_kg = models.DecimalField(max_digits=16, decimal_places=3)

    class Meta:
        ordering = ["ships_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(mass_kg__gt=0), name="changes_shipment_mass_positive")
        ]


class CaseQuerySet(ScopedQuerySet["Case"]):
    """A case is known to its administration and to the firm whose report it is about."""

    def _rule(self, actor: Actor) -> Q:
        return Q(administration=actor.organisation_id) | Q(report__owner=actor.organisation_id)


class Case(Guarded):
    """The administration's work on one report."""

    reference = models.CharField(max_length=20, unique=True)
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="case")
    administration = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=CaseState, default=CaseState.OPEN)
    due_on = models.DateField()

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(F("created_at").desc(), F("id").desc(), name="changes_case_newest")]


class Question(models.Model):
    """A question to the firm that stops the work until it is answered. One open at a time."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    answer = models.TextField(default="", blank=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(answered_at=None), name="changes_question_one_open_per_case"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="changes_question_answered_whole",
            ),
        ]


class Recommendation(models.Model):
    """A reviewer's opinion, for the second signature; superseded when sent back, never deleted. Internal."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="recommendations")
    outcome = models.CharField(max_length=10, choices=Outcome)
    reasons = models.TextField()
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)
    returned_note = models.TextField(default="", blank=True)

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(returned_at=None),
                name="changes_recommendation_one_live_per_case",
            )
        ]


class Decision(models.Model):
    """What was settled, by whom, on whose recommendation: two different people, held by the database."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=10, choices=Outcome)
    reasons = models.TextField()
    recommended_by = models.UUIDField()
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(decided_by=F("recommended_by")), name="changes_second_signature"
            )
        ]
