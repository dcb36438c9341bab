"""The keys that sign what machines read, and the places of certificates in the status lists."""

import uuid

from django.db import models
from django.db.models import Q


class CredentialKey(models.Model):
    """A key on P-256 that signs what machines read; apart from the seal of the PDF.

    `kid` is the thumbprint of the public key (RFC 7638), `reference` names the file of the private one. Of each
    kind, test and earnest, one is in use. A retired key goes on to verify what it signed; a compromised one does not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kid = models.CharField(max_length=43, unique=True)
    public_jwk = models.JSONField()
    reference = models.CharField(max_length=500)
    not_before = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    compromised_at = models.DateTimeField(null=True)
    is_test = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_test"],
                condition=Q(retired_at=None),
                name="certificates_one_credential_key_in_use",
            ),
            models.CheckConstraint(
                condition=Q(compromised_at=None) | Q(retired_at__isnull=False),
                name="certificates_compromised_key_is_retired",
            ),
        ]


class StatusEntry(models.Model):
    """The place of a certificate in the status lists of its year: random, the same for every purpose, for ever."""

    certificate = models.OneToOneField(
        "certificates.Certificate",
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="status_entry",
    )
    year = models.PositiveSmallIntegerField()
    index = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "index"], name="certificates_one_per_status_index")
        ]
