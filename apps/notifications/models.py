"""What people are told."""

from django.db import models
from django.utils import timezone

from apps.accounts.models import Organisation, User


class Notice(models.Model):
    """One piece of news for one person in one organisation; a link and no confidential value.

    The words are a message id with plain values, so that they read in the reader's language of today.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    entry = models.BigIntegerField()
    words = models.CharField(max_length=300)
    values = models.JSONField(default=dict)
    url = models.CharField(max_length=300)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "user", "organisation"], name="notifications_notice_once_per_entry"
            )
        ]
        indexes = [
            models.Index(fields=["user", "organisation", "-created_at"], name="notifications_of_person")
        ]


class SentMail(models.Model):
    """That a mail went out for an entry, and to which address: a redelivered entry sends no second one.

    The text is not kept: it may carry a link that only the mail may know.
    """

    entry = models.BigIntegerField()
    address = models.EmailField(max_length=254)
    subject = models.CharField(max_length=300)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "address"], name="notifications_mail_once_per_entry")
        ]
