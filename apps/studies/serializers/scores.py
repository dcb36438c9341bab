"""A laboratory's own scores as JSON."""

from rest_framework import serializers


class ScoreOut(serializers.Serializer):
    """A score and its word: `ok`, `warning`, `action`; null where it is undefined."""

    value = serializers.FloatField(allow_null=True)
    word = serializers.CharField(allow_null=True)


class NoteOut(serializers.Serializer):
    """What must be said beside a figure."""

    code = serializers.CharField()
    text = serializers.CharField()


class OwnScoreOut(serializers.Serializer):
    """My laboratory's scores at one item and characteristic, in `unit`.

    `assigned` is the consensus by `method` with its standard uncertainty; `sigma_from` is `margin` (a third
    of the equivalence margin) or `results` (the robust standard deviation). `preferred` names the score to
    read. `note` says why `zeta` and `en` are null.
    """

    item_code = serializers.CharField(source="result.item_code")
    role = serializers.CharField(source="result.role")
    code = serializers.CharField(source="result.code")
    unit = serializers.CharField(source="result.unit")
    mean = serializers.FloatField()
    u = serializers.FloatField(allow_null=True)
    u_word = serializers.CharField(allow_null=True)
    labs = serializers.IntegerField()
    assigned = serializers.FloatField(allow_null=True)
    u_assigned = serializers.FloatField(allow_null=True)
    method = serializers.CharField(allow_blank=True)
    sigma_pt = serializers.FloatField(allow_null=True)
    sigma_from = serializers.CharField(allow_null=True)
    preferred = serializers.CharField(allow_null=True)
    z = ScoreOut()
    z_prime = ScoreOut()
    zeta = ScoreOut()
    en = ScoreOut()
    note = serializers.CharField(allow_null=True)
    is_left_out = serializers.BooleanField()
    notes = NoteOut(many=True)


class OwnScoresOut(serializers.Serializer):
    """The scores of my laboratory, `code`, in the run that stands."""

    run = serializers.IntegerField()
    code = serializers.CharField()
    levels = OwnScoreOut(many=True)
