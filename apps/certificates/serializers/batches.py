"""Orders to approve several certificates, as JSON."""

from typing import Any

from rest_framework import serializers

from apps.certificates.rules.batches import MOST_IN_BATCH
from apps.certificates.rules.decisions import LONGEST_TEXT, MOST_MONTHS


class BatchIn(serializers.Serializer[Any]):
    """Which certificates to approve, for the same reasons and as long."""

    certificate_ids = serializers.ListField(child=serializers.UUIDField(), max_length=MOST_IN_BATCH)
    reasons = serializers.CharField(max_length=LONGEST_TEXT)
    months = serializers.IntegerField(min_value=1, max_value=MOST_MONTHS)


class BatchOut(serializers.Serializer[Any]):
    """An order to approve several certificates."""

    id = serializers.UUIDField()
    created_at = serializers.DateTimeField()
    reasons = serializers.CharField()
    months = serializers.IntegerField()


class BatchPage(serializers.Serializer[Any]):
    """A page of batches, newest first; `next` is the address of the next one."""

    next = serializers.CharField(allow_null=True)
    results = BatchOut(many=True)


class BatchLineOut(serializers.Serializer[Any]):
    """Where a certificate of a batch stands; `blocked_because` is in the language of who gave the order."""

    certificate_id = serializers.UUIDField()
    number = serializers.CharField(allow_blank=True)
    material = serializers.CharField()
    grade = serializers.CharField()
    holder = serializers.CharField()
    study_reference = serializers.CharField()
    stands = serializers.ChoiceField(choices=["waiting", "making", "issued", "failed", "blocked"])
    blocked_because = serializers.CharField(allow_blank=True)


class BatchDetailOut(BatchOut):
    """A batch, how many of its certificates stand where, and each of them."""

    ordered_by = serializers.CharField(allow_blank=True)
    total = serializers.IntegerField()
    waiting = serializers.IntegerField(help_text="To be judged.")
    making = serializers.IntegerField(help_text="Approved, the file is being made.")
    issued = serializers.IntegerField()
    failed = serializers.IntegerField(help_text="Approved, but the file could not be made.")
    blocked = serializers.IntegerField(help_text="Not approved; the line says why.")
    finished = serializers.BooleanField()
    lines = BatchLineOut(many=True)
