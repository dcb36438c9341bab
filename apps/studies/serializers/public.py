"""What the public may read of concluded studies, as JSON."""

from rest_framework import serializers


class PublicLineOut(serializers.Serializer):
    """A concluded study in the public list; `publication` is `conclusion` or `figures`."""

    reference = serializers.CharField()
    consortium = serializers.CharField()
    convener = serializers.CharField()
    certifying = serializers.BooleanField()
    publication = serializers.CharField()
    concluded_on = serializers.DateField()


class PublicMaterialOut(serializers.Serializer):
    """A material as the study names it."""

    name = serializers.CharField()
    grade = serializers.CharField()


class PublicCharacteristicOut(serializers.Serializer):
    """The word for one characteristic with its margins, as it stands and with all results; null without a decision."""

    name_en = serializers.CharField()
    name_tr = serializers.CharField()
    unit = serializers.CharField()
    direction = serializers.CharField()
    margin_kind = serializers.CharField()
    margin_low = serializers.CharField(allow_null=True)
    margin_high = serializers.CharField(allow_null=True)
    answer = serializers.CharField(allow_null=True)
    answer_with_all = serializers.CharField(allow_null=True)


class PublicConclusionOut(serializers.Serializer):
    """A candidate against the incumbent."""

    candidate = PublicMaterialOut()
    incumbent = PublicMaterialOut()
    answer = serializers.CharField(allow_null=True)
    answer_with_all = serializers.CharField(allow_null=True)
    characteristics = PublicCharacteristicOut(many=True)


class PublicFiguresOut(serializers.Serializer):
    """Mean (± 2 u) and precision (95 % intervals)."""

    mean = serializers.FloatField()
    mean_interval = serializers.ListField(child=serializers.FloatField(), allow_null=True)
    s_r = serializers.FloatField(allow_null=True)
    s_r_interval = serializers.ListField(child=serializers.FloatField(), allow_null=True)
    s_R = serializers.FloatField(allow_null=True)  # noqa: N815 - the standard's symbol
    s_R_interval = serializers.ListField(  # noqa: N815 - the standard's symbol
        child=serializers.FloatField(), allow_null=True
    )


class PublicMeanOut(serializers.Serializer):
    """The figures of a material in `unit`, as they stand and `with_all` results (null if none is left out).

    Where they are `withheld` all are null, and it says why: `few_laboratories`.
    """

    material = PublicMaterialOut()
    name_en = serializers.CharField()
    name_tr = serializers.CharField()
    unit = serializers.CharField()
    mean = serializers.FloatField(source="standing.mean", allow_null=True)
    mean_interval = serializers.ListField(
        source="standing.mean_interval", child=serializers.FloatField(), allow_null=True
    )
    s_r = serializers.FloatField(source="standing.s_r", allow_null=True)
    s_r_interval = serializers.ListField(
        source="standing.s_r_interval", child=serializers.FloatField(), allow_null=True
    )
    s_R = serializers.FloatField(  # noqa: N815 - the standard's symbol
        source="standing.s_R", allow_null=True
    )
    s_R_interval = serializers.ListField(  # noqa: N815 - the standard's symbol
        source="standing.s_R_interval", child=serializers.FloatField(), allow_null=True
    )
    with_all = PublicFiguresOut(allow_null=True)
    withheld = serializers.CharField(allow_null=True)


class PublicStudyOut(PublicLineOut):
    """A concluded study; `means` is null where only the conclusion is published.

    What confirmed rulings left out is counted: cells, and single results of other cells.
    """

    laboratories = serializers.IntegerField()
    cells_left_out = serializers.IntegerField()
    results_left_out = serializers.IntegerField()
    protocol_sha256 = serializers.CharField()
    inputs_sha256 = serializers.CharField()
    conclusions = PublicConclusionOut(many=True)
    means = PublicMeanOut(many=True, allow_null=True)
