"""The public directory: what holders chose to publish of their certificates."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import Exact

from apps.certificates.models.certificates import BORN, Certificate
from apps.certificates.states import CertificateState, ListingLevel
from apps.core.actor import Actor
from apps.materials.models import CriticalInput
from apps.sharing.models import Guarded
from apps.sharing.querysets import ScopedQuerySet

LISTED = Q(unlisted_at=None)
NO_WORDS = Exact(Func(F("words"), function="length", output_field=models.IntegerField()), 0)


class ListingQuerySet(ScopedQuerySet["Listing"]):
    """Holder and body know what is or was listed; strangers read what is listed now (`selectors.directory`)."""

    def _rule(self, actor: Actor) -> Q:
        return Q(certificate__holder=actor.organisation_id) | Q(certificate__body=actor.organisation_id)

    def public(self) -> Self:
        """Give what stands in the directory now: the one door of strangers."""
        return self.unscoped("its holder chose to publish it").filter(LISTED)


class Listing(Guarded):
    """A certificate in the public directory, by its holder's choice.

    The row holds what is published and nothing else, copied when the holder chose it: the public pages read
    this table and no other, so that they cannot tell more. State and `changed_at` follow the certificate in the
    same commit. A row that was unlisted stays, emptied (constraint), so that feeds know when something went.
    """

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="listing")
    level = models.CharField(max_length=10, choices=ListingLevel)
    listed_at = models.DateTimeField()
    listed_by = models.UUIDField()
    unlisted_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    number = models.CharField(max_length=30, unique=True)
    state = models.CharField(max_length=20, choices=CertificateState)
    issued_on = models.DateField()
    valid_until = models.DateField()
    critical_input = models.ForeignKey(
        CriticalInput, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    country = models.CharField(max_length=2, default="", blank=True)
    name_key = models.CharField(max_length=400, default="", blank=True, db_collation="C")
    entry = models.TextField(default="", blank=True)  # canonical JSON
    results = models.TextField(default="", blank=True)  # canonical JSON, with level `results` only
    words = SearchVectorField(default="")

    objects = ListingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=BORN), name="certificates_listed_once_issued"),
            models.CheckConstraint(
                condition=Q(unlisted_at=None) & ~Q(entry="")
                | Q(unlisted_at__isnull=False, entry="", results="", name_key="", country="") & Q(NO_WORDS),
                name="certificates_unlisted_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(results="") | Q(level="results"), name="certificates_results_if_chosen"
            ),
        ]
        indexes = [
            models.Index(fields=["name_key", "number"], name="certificates_listed", condition=LISTED),
            models.Index(
                fields=["critical_input", "name_key", "number"],
                name="certificates_listed_by_input",
                condition=LISTED,
            ),
            models.Index(
                fields=["country", "name_key", "number"],
                name="certificates_listed_by_country",
                condition=LISTED,
            ),
            models.Index(
                fields=["state", "name_key", "number"], name="certificates_listed_by_state", condition=LISTED
            ),
            models.Index(fields=["issued_on"], name="certificates_listed_issued", condition=LISTED),
            models.Index(fields=["valid_until"], name="certificates_listed_until", condition=LISTED),
            models.Index(  # of all rows: what was taken out has changed the directory, too
                F("changed_at").desc(), F("number").desc(), name="certificates_listing_news"
            ),
            GinIndex(fields=["words"], name="certificates_listed_words", condition=LISTED),
        ]
