"""The certification decision, and the paper that carries it."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from apps.accounts.models import Organisation
from apps.certificates.states import CertificateState, ReinstatementCode, SuspensionCode
from apps.core.actor import Actor
from apps.core.paging import Place
from apps.materials.models import Material
from apps.sharing.models import Guarded
from apps.sharing.querysets import ScopedQuerySet
from apps.studies.models import Study

UNDECIDED = ["requested", "evaluated"]
WITHOUT_FACTS = [*UNDECIDED, "refused"]
ENDED = ["refused", "failed", "withdrawn", "superseded"]
CAME_TO_NOTHING = ["refused", "failed"]
HALF_MADE = ["approved", "issuing"]
OUT_OF_FORCE = ["suspended", "superseded", "withdrawn"]  # what sets a bit in a status list
UNDER_WAY = [*UNDECIDED, *HALF_MADE]
BORN = ["issued", "suspended", "withdrawn", "superseded"]  # states whose PDF is out in the world


class CertificateQuerySet(ScopedQuerySet["Certificate"]):
    """A certificate is known to its holder and its body; strangers ask the register (`verify`)."""

    def _rule(self, actor: Actor) -> Q:
        return Q(holder=actor.organisation_id) | Q(body=actor.organisation_id)

    def earlier_than(self, place: Place) -> Self:
        """Narrow to what stands after a place in a list that begins with the newest."""
        return self.filter(
            Q(created_at__lt=place.created_at) | Q(created_at=place.created_at, pk__lt=place.id)
        )


class Certificate(Guarded):
    """One certification: requested, evaluated, decided by somebody else, made by a worker exactly once.

    `facts` is the canonical JSON of everything printed, frozen at approval (trigger). The number is bound to
    this row in one short commit before rendering; the PDF lies under its SHA-256 in MEDIA_ROOT/certificates.
    """

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="certificates")
    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="certificates_held")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="certificates_given")
    state = models.CharField(max_length=20, choices=CertificateState, default=CertificateState.REQUESTED)
    language = models.CharField(max_length=5, default="en")
    requested_by = models.UUIDField()
    evaluation = models.TextField(default="", blank=True)
    evaluated_by = models.UUIDField(null=True)
    evaluated_at = models.DateTimeField(null=True)
    reasons = models.TextField(default="", blank=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    facts = models.TextField(default="", blank=True)
    facts_sha256 = models.CharField(max_length=64, default="", blank=True)
    number = models.CharField(max_length=30, null=True, unique=True)  # noqa: DJ001 - null, so that unique holds
    numbered_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    last_error = models.TextField(default="", blank=True)
    pdf_sha256 = models.CharField(max_length=64, default="", blank=True)
    seal = models.ForeignKey("SealKey", on_delete=models.PROTECT, null=True, related_name="certificates")
    issued_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(default="", blank=True)
    suspended_at = models.DateTimeField(null=True)  # the latest suspension; every one stands in the trail
    suspended_code = models.CharField(max_length=30, choices=SuspensionCode, default="", blank=True)
    suspended_reason = models.TextField(default="", blank=True)
    reinstated_at = models.DateTimeField(null=True)
    reinstated_code = models.CharField(max_length=30, choices=ReinstatementCode, default="", blank=True)
    reinstated_reason = models.TextField(default="", blank=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="amendments")
    amendment_reason = models.TextField(default="", blank=True)
    superseded_by = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")
    superseded_at = models.DateTimeField(null=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["study", "material", "holder"],
                condition=~Q(state__in=ENDED) & ~Q(replaces__isnull=False, state__in=UNDER_WAY),
                name="certificates_one_live_per_study_and_holder",
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=Q(replaces__isnull=False) & ~Q(state__in=CAME_TO_NOTHING),
                name="certificates_one_amendment_of_each",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None, amendment_reason="")
                | Q(replaces__isnull=False) & ~Q(amendment_reason="") & ~Q(replaces=F("id")),
                name="certificates_amendment_has_its_reason",
            ),
            models.CheckConstraint(condition=~Q(body=F("holder")), name="certificates_body_is_not_holder"),
            models.CheckConstraint(
                condition=Q(state="requested", evaluated_by=None, evaluated_at=None)
                | ~Q(state="requested") & Q(evaluated_by__isnull=False, evaluated_at__isnull=False),
                name="certificates_evaluated_when_evaluated",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNDECIDED, decided_by=None, decided_at=None)
                | ~Q(state__in=UNDECIDED) & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="certificates_decided_when_decided",
            ),
            models.CheckConstraint(
                condition=Q(state__in=WITHOUT_FACTS, facts="", facts_sha256="", valid_until=None)
                | ~Q(state__in=WITHOUT_FACTS)
                & ~Q(facts="")
                & ~Q(facts_sha256="")
                & Q(valid_until__isnull=False),
                name="certificates_approved_has_its_facts",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("evaluated_by")),
                name="certificates_decider_is_not_evaluator",
            ),
            models.CheckConstraint(
                condition=Q(state__in=BORN, issued_at__isnull=False) & ~Q(pdf_sha256="")
                | ~Q(state__in=BORN) & Q(issued_at=None, pdf_sha256=""),
                name="certificates_issued_has_its_pdf",
            ),
            models.CheckConstraint(
                condition=Q(number=None) | (Q(numbered_at__isnull=False) & ~Q(facts_sha256="")),
                name="certificates_number_needs_facts",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="certificates_validity_in_order",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) & ~Q(state="withdrawn")
                | Q(withdrawn_at__isnull=False, state="withdrawn"),
                name="certificates_withdrawn_when_withdrawn",
            ),
            models.CheckConstraint(
                condition=~Q(state="superseded") & Q(superseded_at=None, superseded_by=None)
                | Q(state="superseded", superseded_at__isnull=False, superseded_by__isnull=False),
                name="certificates_superseded_by_another",
            ),
            models.CheckConstraint(
                condition=Q(suspended_at=None, suspended_code="", suspended_reason="")
                & ~Q(state="suspended")
                & Q(reinstated_at=None)
                | Q(state="suspended", suspended_at__isnull=False, reinstated_at=None)
                & ~Q(suspended_code="")
                & ~Q(suspended_reason="")
                | Q(state="issued", suspended_at__isnull=False, reinstated_at__isnull=False)
                | Q(state__in=["withdrawn", "superseded"], suspended_at__isnull=False),
                name="certificates_suspended_when_suspended",
            ),
            models.CheckConstraint(
                condition=Q(reinstated_at=None, reinstated_code="", reinstated_reason="")
                | Q(reinstated_at__isnull=False) & ~Q(reinstated_code="") & ~Q(reinstated_reason=""),
                name="certificates_reinstated_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["pdf_sha256"], name="certificates_by_pdf", condition=~Q(pdf_sha256="")),
            models.Index(
                fields=["due_at"],
                name="certificates_half_made",
                condition=Q(state__in=HALF_MADE),
            ),
            models.Index(F("created_at").desc(), F("id").desc(), name="certificates_newest"),
            models.Index(
                fields=["state"], name="certificates_out_of_force", condition=Q(state__in=OUT_OF_FORCE)
            ),
        ]
