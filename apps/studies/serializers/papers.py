"""The report on paper as JSON."""

from rest_framework import serializers

from apps.studies.states import PaperState


class PaperIn(serializers.Serializer):
    """In which language."""

    language = serializers.ChoiceField(["en", "tr"])


class PaperOut(serializers.Serializer):
    """A paper; `is_newest` while it says what the study says now. The file is there when the state is `made`."""

    id = serializers.IntegerField()
    run = serializers.IntegerField()
    language = serializers.CharField()
    state = serializers.ChoiceField(PaperState.choices)
    is_newest = serializers.BooleanField()
    ordered_at = serializers.DateTimeField()
    made_at = serializers.DateTimeField(allow_null=True)
    pdf_sha256 = serializers.CharField(allow_blank=True)
