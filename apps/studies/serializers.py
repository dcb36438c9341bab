"""Studies as JSON, over the same values that the pages show. Numbers with digits are strings."""

from typing import Any

from rest_framework import serializers

from apps.studies.rules.protocol import MOST_REPLICATES

PLACES: dict[str, Any] = {"max_digits": 24, "decimal_places": 10}


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


class CharacteristicOut(serializers.Serializer):
    """A characteristic of the protocol."""

    code = serializers.CharField()
    name_en = serializers.CharField()
    name_tr = serializers.CharField()
    unit = serializers.CharField()
    method = serializers.CharField()
    lower = serializers.CharField(allow_null=True)
    upper = serializers.CharField(allow_null=True)


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
    opened_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    protocol_sha256 = serializers.CharField()
    items = ItemOut(many=True)
    characteristics = CharacteristicOut(many=True)
    laboratories = LaboratoryOut(many=True, allow_null=True)
    moves = serializers.ListField(child=serializers.CharField())


class StudyIn(serializers.Serializer):
    """A plan."""

    consortium_id = serializers.UUIDField()
    title = serializers.CharField(max_length=200)
    purpose = serializers.CharField(required=False, default="", allow_blank=True, max_length=4000)
    candidate_id = serializers.UUIDField()
    incumbent_id = serializers.UUIDField(required=False, allow_null=True, default=None)
    replicates = serializers.IntegerField(min_value=1, max_value=MOST_REPLICATES)
    results_due_on = serializers.DateField()


class CharacteristicIn(serializers.Serializer):
    """A characteristic to add."""

    code = serializers.CharField(max_length=20)
    name_en = serializers.CharField(max_length=120)
    name_tr = serializers.CharField(max_length=120)
    unit = serializers.CharField(max_length=30)
    method = serializers.CharField(max_length=160)
    lower = serializers.DecimalField(**PLACES, required=False, allow_null=True, default=None)
    upper = serializers.DecimalField(**PLACES, required=False, allow_null=True, default=None)


class AnyText(serializers.CharField):
    """A text as it comes, NUL and lone surrogates included: the report of the sheet says what is wrong."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_blank=True, trim_whitespace=False, **kwargs)
        self.validators = []


class SheetIn(serializers.Serializer):
    """A sheet as JSON: the file's name, its text, and why, if it corrects an earlier one."""

    file_name = AnyText(required=False, default="sheet.csv")
    content = AnyText()
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=1000)


class SheetFileIn(serializers.Serializer):
    """A sheet as a form with a file."""

    file = serializers.FileField(allow_empty_file=True)
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=1000)


class FaultOut(serializers.Serializer):
    """One fault of a refused sheet; row 0 is the whole file."""

    row = serializers.IntegerField()
    column = serializers.CharField(allow_blank=True)
    code = serializers.CharField()
    sentence = serializers.CharField()


class SheetOut(serializers.Serializer):
    """A sheet of my laboratory. `state` is received, taken, refused or replaced."""

    id = serializers.UUIDField()
    file_name = serializers.CharField()
    sha256 = serializers.CharField()
    state = serializers.CharField()
    rows_total = serializers.IntegerField()
    rows_done = serializers.IntegerField()
    fault_count = serializers.IntegerField()
    faults = FaultOut(many=True)
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class LevelOut(serializers.Serializer):
    """One item and characteristic of the analysis; `numbers` is the engine's answer, in `unit`."""

    item_code = serializers.CharField()
    role = serializers.CharField()
    material_id = serializers.UUIDField()
    code = serializers.CharField()
    name_en = serializers.CharField()
    name_tr = serializers.CharField()
    unit = serializers.CharField()
    method = serializers.CharField()
    lower = serializers.CharField(allow_null=True)
    upper = serializers.CharField(allow_null=True)
    against_limits = serializers.CharField(source="against", allow_null=True)
    numbers = serializers.DictField()
    results = serializers.SerializerMethodField()

    def get_results(self, result: Any) -> dict[str, list[float]]:
        """Give every result by the code of its laboratory."""
        return {code: list(values) for code, values in result.dots}


class AnalysisOut(serializers.Serializer):
    """The analysis of a closed study; `own_code` is my laboratory's."""

    edition = serializers.CharField()
    engine_version = serializers.CharField()
    inputs_sha256 = serializers.CharField()
    made_at = serializers.DateTimeField()
    own_code = serializers.CharField(allow_null=True)
    levels = LevelOut(many=True)


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
