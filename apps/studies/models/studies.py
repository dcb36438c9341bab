"""A joint study, who coordinates it, and the versions of its protocol."""

import secrets
from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Organisation
from apps.consortia.models import Consortium
from apps.core.actor import Actor
from apps.materials.models import CriticalInput
from apps.sharing.models import Guarded
from apps.sharing.querysets import ScopedQuerySet
from apps.sharing.rights import UserRight
from apps.studies.states import StudyState

FEWEST_TO_CERTIFY: Final = 3
"""Laboratories below which no certificate may rest on a study: with two the t quantile is 6.3."""


def new_salt() -> str:
    """Make a protocol's salt: 256 random bits, told when the study closes."""
    return secrets.token_hex(32)


class Publication(models.TextChoices):
    """What the public may read of a concluded study; agreed before it opens."""

    NOTHING = "nothing", _("nothing")
    CONCLUSION = "conclusion", _("the conclusion of each characteristic")
    FIGURES = "figures", _("the conclusion, means and precision")


class StudyQuerySet(ScopedQuerySet["Study"]):
    """A study is known to its convener and, once open, to the consortium."""

    def _rule(self, actor: Actor) -> Q:
        open_to_all = Q(consortium__in=actor.parties) & ~Q(state=StudyState.PLANNED)
        return Q(convener=actor.organisation_id) | open_to_all


class Study(Guarded):
    """One joint study: materials, characteristics, laboratories, and what came out.

    `certifying`: a certificate is to rest on it, so it needs three laboratories, judged items, received
    samples and a conclusion.
    """

    reference = models.CharField(max_length=20, unique=True)
    consortium = models.ForeignKey(Consortium, on_delete=models.PROTECT, related_name="studies")
    convener = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    critical_input = models.ForeignKey(CriticalInput, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    purpose = models.TextField(default="", blank=True)
    state = models.CharField(max_length=20, choices=StudyState, default=StudyState.PLANNED)
    replicates = models.PositiveSmallIntegerField()
    results_due_on = models.DateField()
    samples_due_on = models.DateField(null=True, blank=True)
    laboratories_wanted = models.PositiveSmallIntegerField(default=8)
    certifying = models.BooleanField(default=False)
    publication = models.CharField(max_length=20, choices=Publication, default=Publication.NOTHING)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    concluded_at = models.DateTimeField(null=True)
    protocol_sha256 = models.CharField(max_length=64, default="")
    # Without it, whoever knows the materials could try which code is which until the hash fits.
    protocol_salt = models.CharField(max_length=64, default=new_salt, editable=False)

    objects = StudyQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions = [("coordinate_study", "Coordinates the study")]
        constraints = [
            models.CheckConstraint(
                condition=Q(certifying=False) | Q(laboratories_wanted__gte=FEWEST_TO_CERTIFY),
                name="studies_certifying_needs_laboratories",
            ),
            models.CheckConstraint(
                condition=Q(replicates__gte=1, replicates__lte=50), name="studies_replicates_1_to_50"
            ),
            models.CheckConstraint(
                condition=Q(state="planned", opened_at=None, closed_at=None, concluded_at=None)
                | Q(state="open", opened_at__isnull=False, closed_at=None, concluded_at=None)
                | Q(state="closed", opened_at__isnull=False, closed_at__isnull=False, concluded_at=None)
                | Q(
                    state="concluded",
                    opened_at__isnull=False,
                    closed_at__isnull=False,
                    concluded_at__isnull=False,
                ),
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


class ProtocolVersion(models.Model):
    """The protocol as it was locked. `text` is canonical JSON with the salt, `sha256` its hash.

    Version 1 is made when the study opens; a later one is an amendment with its reason, and names the
    characteristics whose earlier results it invalidates.
    """

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="protocol_versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    reason = models.TextField(default="", blank=True)
    invalidates = models.JSONField(default=list)
    locked_by = models.UUIDField()
    locked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="studies_protocol_version_once"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="studies_amendment_has_a_reason"
            ),
        ]
