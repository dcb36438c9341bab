"""Runs of the analysis, outlying cells with their rulings, and conclusions as JSON."""

from rest_framework import serializers

from apps.studies.rules.excluded import Excluded
from apps.studies.states import Ruling, Scope


class CellOut(serializers.Serializer):
    """What is left out: a cell; one `replicate` of it; or, with null for the level, all of a laboratory."""

    laboratory = serializers.CharField()
    level = serializers.CharField(allow_null=True)
    replicate = serializers.IntegerField(allow_null=True)

    def to_representation(self, instance: Excluded) -> dict[str, str | int | None]:
        """Name the parts; those it does not have are null."""
        level = instance[1] if len(instance) > 1 else None
        return {
            "laboratory": instance[0],
            "level": level,
            "replicate": instance[2] if len(instance) > 2 else None,  # noqa: PLR2004 - its third part
        }


class RunOut(serializers.Serializer):
    """A run of the analysis: what went in by its hash, and which cells it leaves out."""

    number = serializers.IntegerField()
    made_at = serializers.DateTimeField()
    engine_version = serializers.CharField()
    edition = serializers.CharField()
    estimator = serializers.CharField()
    inputs_sha256 = serializers.CharField()
    excluded = CellOut(source="excluded_cells", many=True)


class FlagOut(serializers.Serializer):
    """What a test points at; `state` is proposed, ruled or confirmed.

    By its `scope` a cell; one result, the `replicate` of the cell; or a laboratory everywhere: then `level`
    is empty and `statistic` the number of levels where it is an outlier. It `is_settled` without a ruling of
    its own where its laboratory is left out everywhere.
    """

    id = serializers.IntegerField()
    scope = serializers.ChoiceField(Scope.choices)
    laboratory = serializers.CharField()
    level = serializers.CharField(allow_blank=True)
    replicate = serializers.IntegerField(allow_null=True)
    test = serializers.CharField()
    verdict = serializers.CharField()
    statistic = serializers.FloatField(allow_null=True)
    critical_5 = serializers.FloatField(allow_null=True)
    critical_1 = serializers.FloatField(allow_null=True)
    state = serializers.CharField()
    is_settled = serializers.BooleanField()
    ruling = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    ruled_at = serializers.DateTimeField(allow_null=True)
    confirmed_at = serializers.DateTimeField(allow_null=True)


class RulingIn(serializers.Serializer):
    """Keep what the test points at or leave it out, and why; `exclude_result` where it points at one result."""

    ruling = serializers.ChoiceField(Ruling.choices)
    reason = serializers.CharField(max_length=1000)


class ReasonIn(serializers.Serializer):
    """Why something goes back."""

    reason = serializers.CharField(max_length=1000)


class ComparedOut(serializers.Serializer):
    """One characteristic of a conclusion; `figures` are the engine's, in `unit` (of ln, for a ratio).

    `decision` is `equivalent`, `different` or `inconclusive`; where higher or lower is better `superior`,
    `non_inferior`, `inferior` or `inconclusive`. Without one `why` says what stood in its way.
    """

    code = serializers.CharField()
    unit = serializers.CharField()
    direction = serializers.CharField()
    is_ratio = serializers.BooleanField()
    decision = serializers.CharField(allow_null=True)
    why = serializers.CharField(allow_blank=True)
    figures = serializers.DictField(allow_null=True)
    decision_with_all = serializers.CharField(allow_null=True)
    figures_with_all = serializers.DictField(allow_null=True)


class ConclusionOut(serializers.Serializer):
    """The conclusion about one candidate: all compared characteristics must hold.

    `decision` says it in the words of what was asked: `equivalent`, `not_inferior`, `both`, `different`,
    `inferior`, `inconclusive`, or null where one characteristic has no decision.
    """

    candidate_code = serializers.CharField()
    candidate = serializers.CharField()
    incumbent_code = serializers.CharField()
    incumbent = serializers.CharField()
    decision = serializers.CharField(allow_null=True)
    decision_with_all = serializers.CharField(allow_null=True)
    characteristics = ComparedOut(many=True)


class ConclusionsOut(serializers.Serializer):
    """What the newest run concludes; it stands once the study is concluded."""

    run = serializers.IntegerField()
    concluded_at = serializers.DateTimeField(allow_null=True)
    candidates = ConclusionOut(many=True)
