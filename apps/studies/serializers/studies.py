"""Studies as JSON, over the same values that the pages show."""

from rest_framework import serializers

from apps.studies.models import Publication
from apps.studies.rules.codes import MOST_LABORATORIES
from apps.studies.rules.protocol import FEWEST_SHEETS, MOST_CANDIDATES, MOST_REPLICATES
from apps.studies.serializers.protocol import CharacteristicOut


class OwnPlaceOut(serializers.Serializer):
    """My laboratory's place in a study."""

    code = serializers.CharField()
    has_handed_in = serializers.BooleanField()
    samples = serializers.ListField(child=serializers.CharField())


class StudyLineOut(serializers.Serializer):
    """A study in a list."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    title = serializers.CharField()
    critical_input = serializers.CharField()
    consortium = serializers.CharField()
    convener = serializers.CharField()
    state = serializers.CharField()
    results_due_on = serializers.DateField()
    created_at = serializers.DateTimeField()
    own = OwnPlaceOut(allow_null=True)


class ItemOut(serializers.Serializer):
    """An item; told to the convener, and to all after closing."""

    code = serializers.CharField()
    role = serializers.CharField()
    material_id = serializers.UUIDField()
    material = serializers.CharField()


class LaboratoryOut(serializers.Serializer):
    """An enrolled laboratory, for the convener."""

    code = serializers.CharField()
    name = serializers.CharField()
    enrolled_at = serializers.DateTimeField()
    has_handed_in = serializers.BooleanField()


class StudyOut(StudyLineOut):
    """A study with its protocol; `laboratories` is null for everybody but the convener."""

    purpose = serializers.CharField()
    replicates = serializers.IntegerField()
    laboratories_wanted = serializers.IntegerField()
    certifying = serializers.BooleanField()
    samples_due_on = serializers.DateField(allow_null=True)
    publication = serializers.ChoiceField(Publication.choices)
    opened_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    concluded_at = serializers.DateTimeField(allow_null=True)
    protocol_sha256 = serializers.CharField()
    protocol_salt = serializers.CharField(allow_null=True, help_text="Null until the study closes.")
    items = ItemOut(many=True)
    characteristics = CharacteristicOut(many=True)
    laboratories = LaboratoryOut(many=True, allow_null=True)
    moves = serializers.ListField(child=serializers.CharField())


class RevisionIn(serializers.Serializer):
    """What changes of a plan."""

    title = serializers.CharField(max_length=200)
    purpose = serializers.CharField(required=False, allow_blank=True, max_length=4000)
    replicates = serializers.IntegerField(min_value=1, max_value=MOST_REPLICATES)
    samples_due_on = serializers.DateField(required=False, allow_null=True)
    results_due_on = serializers.DateField()
    laboratories_wanted = serializers.IntegerField(
        required=False, min_value=FEWEST_SHEETS, max_value=MOST_LABORATORIES
    )
    certifying = serializers.BooleanField(required=False)
    publication = serializers.ChoiceField(Publication.choices, required=False)


class StudyIn(RevisionIn):
    """A plan; eight laboratories are wanted if it does not say."""

    consortium_id = serializers.UUIDField()
    candidate_id = serializers.UUIDField()
    more_candidates = serializers.ListField(
        child=serializers.UUIDField(), required=False, max_length=MOST_CANDIDATES - 1
    )
    incumbent_id = serializers.UUIDField(required=False, allow_null=True, default=None)
