"""The protocol as JSON. Numbers with digits are strings."""

from typing import Any

from rest_framework import serializers

from apps.studies.models import Direction, MarginKind, Transformation
from apps.studies.rules.codes import MOST_LABORATORIES
from apps.studies.rules.protocol import FEWEST_SHEETS, MOST_CHARACTERISTICS, MOST_REPLICATES

PLACES: dict[str, Any] = {"max_digits": 24, "decimal_places": 10}


class CharacteristicOut(serializers.Serializer):
    """A characteristic of the protocol.

    Margins are positive amounts below and above the incumbent in `unit`, or limits of the ratio; none where it
    is described only. Results handed in before `counts_from` count no more.
    """

    code = serializers.CharField()
    name_en = serializers.CharField()
    name_tr = serializers.CharField()
    unit = serializers.CharField()
    method = serializers.CharField()
    lower = serializers.CharField(allow_null=True)
    upper = serializers.CharField(allow_null=True)
    direction = serializers.ChoiceField(Direction.choices)
    margin_kind = serializers.ChoiceField(MarginKind.choices)
    margin_low = serializers.CharField(allow_null=True)
    margin_high = serializers.CharField(allow_null=True)
    transformation = serializers.ChoiceField(Transformation.choices)
    counts_from = serializers.DateTimeField(allow_null=True)


class JudgedIn(serializers.Serializer):
    """How a characteristic is judged. What is not named stays as it is; null takes a limit or margin away."""

    method = serializers.CharField(max_length=160)
    lower = serializers.DecimalField(**PLACES, required=False, allow_null=True)
    upper = serializers.DecimalField(**PLACES, required=False, allow_null=True)
    direction = serializers.ChoiceField(Direction.choices, required=False)
    margin_kind = serializers.ChoiceField(MarginKind.choices, required=False)
    margin_low = serializers.DecimalField(**PLACES, required=False, allow_null=True)
    margin_high = serializers.DecimalField(**PLACES, required=False, allow_null=True)
    transformation = serializers.ChoiceField(Transformation.choices, required=False)


class CharacteristicIn(JudgedIn):
    """A characteristic: to add, or what changes of it. Ratio margins need the transformation `ln`."""

    code = serializers.CharField(max_length=20)
    name_en = serializers.CharField(max_length=120)
    name_tr = serializers.CharField(max_length=120)
    unit = serializers.CharField(max_length=30)


class AmendedIn(JudgedIn):
    """What an amendment changes in the characteristic `code`; after the first result `method`, limits alone."""

    code = serializers.CharField(max_length=20)
    method = serializers.CharField(max_length=160, required=False)


def codes(**more: Any) -> serializers.ListField:
    """Describe a list of codes of characteristics."""
    return serializers.ListField(
        child=serializers.CharField(max_length=20),
        required=False,
        default=list,
        max_length=MOST_CHARACTERISTICS,
        **more,
    )


class AmendmentIn(serializers.Serializer):
    """An amendment: a reason, and what changes. Earlier results of `invalidates` count no more."""

    reason = serializers.CharField(max_length=1000)
    results_due_on = serializers.DateField(required=False)
    samples_due_on = serializers.DateField(required=False, allow_null=True)
    laboratories_wanted = serializers.IntegerField(
        required=False, min_value=FEWEST_SHEETS, max_value=MOST_LABORATORIES
    )
    replicates = serializers.IntegerField(required=False, min_value=1, max_value=MOST_REPLICATES)
    characteristics = AmendedIn(many=True, required=False, default=list)
    added = CharacteristicIn(many=True, required=False, default=list)
    removed = codes()
    invalidates = codes()


class ChangeOut(serializers.Serializer):
    """What an amendment changed: of the characteristic `code`, or of the study where it is empty; in words."""

    code = serializers.CharField(allow_blank=True)
    what = serializers.CharField()
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)


class VersionOut(serializers.Serializer):
    """A locked version of the protocol. `text` is what `sha256` stands for: null to laboratories until closing."""

    number = serializers.IntegerField()
    sha256 = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)
    invalidates = serializers.ListField(child=serializers.CharField())
    locked_at = serializers.DateTimeField()
    by = serializers.CharField()
    changes = ChangeOut(many=True)
    text = serializers.CharField(allow_null=True)


class GuessIn(serializers.Serializer):
    """What a plan reckons with; relative standard deviations (0.04 for 4 %) where margins are ratios."""

    characteristic = serializers.CharField(max_length=20)
    s_r = serializers.FloatField(min_value=0)
    s_lab_material = serializers.FloatField(min_value=0)
    laboratories = serializers.IntegerField(
        required=False, min_value=FEWEST_SHEETS, max_value=MOST_LABORATORIES
    )
    replicates = serializers.IntegerField(required=False, min_value=1, max_value=MOST_REPLICATES)


class ChanceOut(serializers.Serializer):
    """The chance of one number of replicates, from 0 to 1."""

    replicates = serializers.IntegerField()
    share = serializers.FloatField()
    is_planned = serializers.BooleanField()


class ChanceRowOut(serializers.Serializer):
    """Chances of one number of laboratories."""

    laboratories = serializers.IntegerField()
    chances = ChanceOut(many=True)


class PowerOut(serializers.Serializer):
    """Chances to show equivalence (or non-inferiority) when the materials do not differ.

    `fewest_80` and `fewest_90` are the fewest laboratories with that chance at the planned replicates; null if
    more than can enrol.
    """

    planned = serializers.FloatField()
    fewest_80 = serializers.IntegerField(allow_null=True)
    fewest_90 = serializers.IntegerField(allow_null=True)
    rows = ChanceRowOut(many=True)
