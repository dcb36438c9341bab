"""The trail: chained entries, the heads of their chains, and what is still to be delivered."""

from django.db import models


class Head(models.Model):
    """The newest entry of each chain; its lock is what serialises writers of one chain.

    Written by the database trigger alone (migration 0001).
    """

    chain = models.CharField(max_length=80, primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)


class Entry(models.Model):
    """One thing that happened, for ever. `payload` is the canonical text that is hashed.

    The other columns repeat parts of it for finding; `verify_audit` compares them. There are no
    foreign keys: the trail outlives what it describes. UPDATE, DELETE and TRUNCATE are refused by trigger.
    """

    id = models.BigAutoField(primary_key=True)
    chain = models.CharField(max_length=80)
    seq = models.BigIntegerField(editable=False)
    at = models.DateTimeField()
    event = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    actor = models.UUIDField()
    acting_for = models.UUIDField()
    payload = models.TextField()
    prev = models.CharField(max_length=64, editable=False)
    hash = models.CharField(max_length=64, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="audit_entry_one_per_place")]
        indexes = [models.Index(fields=["subject", "id"], name="audit_entry_subject")]


class PersonalPart(models.Model):
    """A personal value that an entry only commits to; erasing it leaves the chain intact."""

    entry = models.BigIntegerField()
    field = models.CharField(max_length=40)
    salt = models.CharField(max_length=64)
    value = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "field"], name="audit_personal_once")]


class Delivery(models.Model):
    """One entry for one handler: the outbox. A row exists, so the work will happen.

    It ends delivered or, after too many attempts, dead with the reason, for people to see.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, db_constraint=False)
    handler = models.CharField(max_length=120)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    last_error = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "handler"], name="audit_delivery_once"),
            models.CheckConstraint(
                condition=models.Q(delivered_at=None) | models.Q(dead_at=None),
                name="audit_delivery_ends_one_way",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="audit_delivery_waiting",
                condition=models.Q(delivered_at=None, dead_at=None),
            )
        ]


class Pulse(models.Model):
    """When a worker last proved that it lives: a stuck worker shows on the health page."""

    name = models.CharField(max_length=40, primary_key=True)
    beat_at = models.DateTimeField()


class Register(models.Model):
    """The next free number of each register (studies, reports, certificates of a year).

    A number is consumed only together with the row that bears it, in one commit: no gaps, no doubles.
    """

    name = models.CharField(max_length=40, primary_key=True)
    next_number = models.PositiveIntegerField(default=1)
