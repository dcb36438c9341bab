"""Approving many certificates at once: what was asked for, and what became of each."""

import uuid

from django.db import models
from django.db.models import Q

from apps.accounts.models import Organisation


class Batch(models.Model):
    """A person's order to approve several certificates with the same reasons and validity.

    `request_key` is the form's own word for this order: sent twice, it is one batch. How far it is follows from its
    lines and their certificates; nothing of that is kept here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    ordered_by = models.UUIDField()
    request_key = models.UUIDField(default=uuid.uuid4)
    reasons = models.TextField()
    months = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ordered_by", "request_key"], name="certificates_one_batch_per_request"
            )
        ]
        indexes = [models.Index(fields=["body", "-created_at", "-id"], name="certificates_batches_of")]


class BatchLine(models.Model):
    """One certificate of a batch: waiting, approved, or blocked with a sentence. While it waits, it is in the queue.

    The sentence is in the language of the person who gave the order.
    """

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="lines")
    certificate = models.ForeignKey(
        "certificates.Certificate", on_delete=models.PROTECT, related_name="batch_lines"
    )
    outcome = models.CharField(
        max_length=20,
        choices=[("waiting", "waiting"), ("approved", "approved"), ("blocked", "blocked")],
        default="waiting",
    )
    blocked_because = models.TextField(default="", blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "certificate"], name="certificates_once_in_a_batch"),
            models.UniqueConstraint(
                fields=["certificate"],
                condition=Q(outcome="approved"),
                name="certificates_approved_by_one_batch",
            ),
            models.CheckConstraint(
                condition=Q(outcome="blocked") & ~Q(blocked_because="")
                | ~Q(outcome="blocked") & Q(blocked_because=""),
                name="certificates_blocked_with_a_sentence",
            ),
            models.CheckConstraint(
                condition=Q(outcome="waiting", due_at__isnull=False) | ~Q(outcome="waiting") & Q(due_at=None),
                name="certificates_batch_line_due_while_waiting",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="certificates_batches_waiting", condition=Q(outcome="waiting")
            )
        ]
