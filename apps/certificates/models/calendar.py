"""What the calendar remembers: surveillances that were done, and reminders that were sent."""

from django.db import models
from django.db.models import Q


class Surveillance(models.Model):
    """A surveillance that the body has done; which are due follows from the validity (`rules/calendar.py`)."""

    certificate = models.ForeignKey(
        "certificates.Certificate", on_delete=models.PROTECT, related_name="surveillances"
    )
    due_on = models.DateField()
    done_on = models.DateField()
    note = models.TextField()
    done_by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "due_on"], name="certificates_surveillance_done_once"
            ),
            models.CheckConstraint(condition=~Q(note=""), name="certificates_surveillance_has_its_note"),
        ]


class Reminder(models.Model):
    """That people were reminded of a day, so many days before: the row that makes it happen once."""

    certificate = models.ForeignKey(
        "certificates.Certificate", on_delete=models.PROTECT, related_name="reminders"
    )
    kind = models.CharField(max_length=20, choices=[("expiry", "expiry"), ("surveillance", "surveillance")])
    day = models.DateField()
    days_before = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "kind", "day", "days_before"], name="certificates_reminded_once"
            )
        ]
