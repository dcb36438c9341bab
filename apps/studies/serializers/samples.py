"""Samples and checks of items as JSON."""

from rest_framework import serializers

from apps.studies.models import ItemCheck


class SampleOut(serializers.Serializer):
    """A sample on its way; item, material and laboratory are told to the convener alone, else null."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    state = serializers.CharField()
    laboratory_code = serializers.CharField()
    laboratory = serializers.CharField(allow_null=True)
    item_code = serializers.CharField(allow_null=True)
    material = serializers.CharField(allow_null=True)
    carrier = serializers.CharField(allow_blank=True)
    condition = serializers.CharField(allow_blank=True)
    dispatched_at = serializers.DateTimeField(allow_null=True)
    received_at = serializers.DateTimeField(allow_null=True)


class DispatchIn(serializers.Serializer):
    """Which samples leave, and with whom."""

    samples = serializers.ListField(child=serializers.UUIDField(), allow_empty=False, max_length=1000)
    carrier = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)


class ConditionIn(serializers.Serializer):
    """In which condition a sample is."""

    condition = serializers.CharField(max_length=200)


class CheckIn(serializers.Serializer):
    """What was measured on the units of an item: a line a unit, its results apart by blanks.

    For stability `values` were measured after, `before` before. Without `sigma` the standard deviation for
    assessment is a third of the equivalence margin.
    """

    item = serializers.CharField(max_length=12)
    kind = serializers.ChoiceField(ItemCheck.Kind.choices)
    characteristic = serializers.CharField(max_length=20)
    values = serializers.CharField(max_length=20_000)
    before = serializers.CharField(max_length=20_000, required=False, default="", allow_blank=True)
    sigma = serializers.DecimalField(max_digits=24, decimal_places=10, required=False, allow_null=True)


class WaiverIn(serializers.Serializer):
    """A check that cannot be made, and why."""

    item = serializers.CharField(max_length=12)
    kind = serializers.ChoiceField(ItemCheck.Kind.choices)
    reason = serializers.CharField(max_length=1000)


class CheckOut(serializers.Serializer):
    """A check of an item; `numbers` is the engine's answer, null where the check was waived."""

    item_code = serializers.CharField()
    kind = serializers.CharField()
    characteristic = serializers.CharField(allow_blank=True)
    unit = serializers.CharField(allow_blank=True)
    verdict = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)
    numbers = serializers.DictField(allow_null=True)
    recorded_at = serializers.DateTimeField()


class DispatchOut(serializers.Serializer):
    """The samples that left."""

    samples = SampleOut(many=True)
