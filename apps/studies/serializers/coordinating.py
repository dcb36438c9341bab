"""Coordinators of a study as JSON."""

from rest_framework import serializers


class PlannerOut(serializers.Serializer):
    """One of the convener's people who may plan studies, and whether this study is coordinated by them."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    coordinates = serializers.BooleanField()


class CoordinatorIn(serializers.Serializer):
    """Who coordinates the study from now on."""

    person_id = serializers.UUIDField()
