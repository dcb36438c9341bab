"""The seals in the register, and every file that went out."""

from django.db import models
from django.db.models import F, Q


class SealKey(models.Model):
    """A key that seals files, by its certificate; the private key is never here.

    `roots` is the PEM of the certificate's issuers, the root last. `compromised_at` is the moment from which somebody
    else may have had the key.
    """

    fingerprint = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    certificate = models.TextField()
    roots = models.TextField()
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    is_test = models.BooleanField()
    registered_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    compromised_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                F("is_test"),
                condition=Q(retired_at=None, compromised_at=None),
                name="certificates_one_seal_in_use",
            ),
            models.CheckConstraint(
                condition=Q(not_after__gt=F("not_before")), name="certificates_seal_days_in_order"
            ),
        ]


class IssuedFile(models.Model):
    """A file that went out into the world, by its SHA-256; rows are never changed and never deleted (trigger).

    A certificate has another one only when it was sealed again, after its seal was compromised.
    """

    certificate = models.ForeignKey(
        "certificates.Certificate", on_delete=models.PROTECT, related_name="files"
    )
    sha256 = models.CharField(max_length=64, unique=True)
    seal = models.ForeignKey(SealKey, on_delete=models.PROTECT, related_name="files")
    made_at = models.DateTimeField()
