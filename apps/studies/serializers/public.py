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
    """The word for one characteristic with its margins; `answer` is null without a decision."""

    name_en = serializers.CharField()
    name_tr = serializers.CharField()
    unit = serializers.CharField()
    direction = serializers.CharField()
    margin_kind = serializers.CharField()
    margin_low = serializers.CharField(allow_null=True)
    margin_high = serializers.CharField(allow_null=True)
    answer = serializers.CharField(allow_null=True)


class PublicConclusionOut(serializers.Serializer):
    """A candidate against the incumbent."""

    candidate = PublicMaterialOut()
    incumbent = PublicMaterialOut()
    answer = serializers.CharField(allow_null=True)
    characteristics = PublicCharacteristicOut(many=True)


class PublicMeanOut(serializers.Serializer):
    """Mean (± 2 u) and precision (95 % intervals) of a material, in `unit`."""

    material = PublicMaterialOut()
    name_en = serializers.CharField()
    name_tr = serializers.CharField()
    unit = serializers.CharField()
    mean = serializers.FloatField()
    mean_interval = serializers.ListField(child=serializers.FloatField(), allow_null=True)
    s_r = serializers.FloatField(allow_null=True)
    s_r_interval = serializers.ListField(child=serializers.FloatField(), allow_null=True)
    s_R = serializers.FloatField(allow_null=True)  # noqa: N815 - the standard's symbol
    s_R_interval = serializers.ListField(  # noqa: N815 - the standard's symbol
        child=serializers.FloatField(), allow_null=True
    )


class PublicStudyOut(PublicLineOut):
    """A concluded study; `means` is null where only the conclusion is published."""

    laboratories = serializers.IntegerField()
    protocol_sha256 = serializers.CharField()
    inputs_sha256 = serializers.CharField()
    conclusions = PublicConclusionOut(many=True)
    means = PublicMeanOut(many=True, allow_null=True)
