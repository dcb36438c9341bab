"""Coordinators of a study as JSON."""

from rest_framework import serializers


class PlannerOut(serializers.Serializer):
    """One of the convener's people who may plan studies, and whether this study is coordinated by them."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    coordinates = serializers.BooleanField()


class CoordinatorsOut(serializers.Serializer):
    """The people who may coordinate a study; for who leads the convener, empty to others."""

    people = PlannerOut(many=True)


class CoordinatorIn(serializers.Serializer):
    """Who coordinates the study from now on."""

    person_id = serializers.UUIDField()
