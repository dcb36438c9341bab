"""Certificates sent by mail: every letter, to whom, for whom, and what became of it."""

import uuid

from django.db import models
from django.db.models import Q

from apps.certificates.states import LetterState


class Letter(models.Model):
    """One certificate on its way to one address: the row is the promise, the record, and the place in the queue.

    `sent_by` is the person of the holder who sent it, or null where the platform tells the holder of an issue. What
    has ended is never changed and no letter is deleted (trigger). `pdf_sha256` is the file that was attached; while the
    letter waits, that of the last attempt.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    certificate = models.ForeignKey(
        "certificates.Certificate", on_delete=models.PROTECT, related_name="letters"
    )
    address = models.EmailField(max_length=254)
    language = models.CharField(max_length=5)
    line = models.CharField(max_length=300, default="", blank=True)
    sent_by = models.UUIDField(null=True)
    message_id = models.CharField(max_length=300, unique=True)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=LetterState, default=LetterState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    trouble = models.TextField(default="", blank=True)
    pdf_sha256 = models.CharField(max_length=64, default="", blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "address"],
                condition=Q(sent_by=None),
                name="certificates_told_once_of_an_issue",
            ),
            models.UniqueConstraint(
                fields=["certificate", "address"],
                condition=Q(sent_by__isnull=False, state="waiting"),
                name="certificates_one_letter_waits_per_address",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at=None, due_at__isnull=False)
                | ~Q(state="waiting") & Q(ended_at__isnull=False, due_at=None),
                name="certificates_letter_ended_when_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state="handed_over") | ~Q(pdf_sha256=""),
                name="certificates_letter_handed_over_with_a_file",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "given_up"]) | ~Q(trouble=""),
                name="certificates_letter_says_why_not",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="certificates_letters_waiting", condition=Q(state="waiting")
            ),
            models.Index(fields=["certificate", "-created_at", "-id"], name="certificates_letters_of"),
        ]
