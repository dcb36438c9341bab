"""Materials as JSON."""

from rest_framework import serializers


class MaterialOut(serializers.Serializer):
    """A material of the catalogue."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    grade = serializers.CharField()
    producer = serializers.CharField(allow_blank=True)
    critical_input = serializers.CharField(source="critical_input_id")
    owner_id = serializers.UUIDField()


class MaterialIn(serializers.Serializer):
    """A material to add; the owner is my organisation or one of my consortia."""

    name = serializers.CharField(max_length=160)
    grade = serializers.CharField(max_length=120)
    producer = serializers.CharField(max_length=160, required=False, default="", allow_blank=True)
    critical_input = serializers.CharField(max_length=40)
    owner_id = serializers.UUIDField()
