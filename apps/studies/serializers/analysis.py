"""The analysis as JSON."""

from typing import Any

from rest_framework import serializers


class LeftOutOut(serializers.Serializer):
    """A laboratory's cell that a confirmed ruling left out, or one replicate of it, and why.

    `everywhere` where the ruling is on the laboratory, not on this cell.
    """

    laboratory = serializers.CharField()
    replicate = serializers.IntegerField(allow_null=True)
    everywhere = serializers.BooleanField()
    flag_id = serializers.IntegerField()
    reason = serializers.CharField()
    confirmed_at = serializers.DateTimeField()


class LevelOut(serializers.Serializer):
    """One item and characteristic of the analysis; `numbers` is the engine's answer, in `unit`.

    It stands without the cells `left_out`; where there are any, `numbers_with_all` is with all results.
    """

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
    numbers_with_all = serializers.DictField(allow_null=True)
    left_out = LeftOutOut(many=True)
    results = serializers.SerializerMethodField()

    def get_results(self, result: Any) -> dict[str, list[float]]:
        """Give every result by the code of its laboratory."""
        return {code: list(values) for code, values in result.dots}


class AnalysisOut(serializers.Serializer):
    """The analysis of a closed study; `own_code` is my laboratory's."""

    run = serializers.IntegerField()
    edition = serializers.CharField()
    engine_version = serializers.CharField()
    inputs_sha256 = serializers.CharField()
    made_at = serializers.DateTimeField()
    own_code = serializers.CharField(allow_null=True)
    levels = LevelOut(many=True)
