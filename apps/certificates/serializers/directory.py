"""The public directory as JSON. Decimals are strings."""

from typing import Any

from rest_framework import serializers

from apps.certificates.serializers import STANDINGS
from apps.certificates.states import ListingLevel


class DirectoryLineOut(serializers.Serializer[Any]):
    """A published certificate; names and characteristics in the `language` of its paper."""

    number = serializers.CharField()
    state = serializers.ChoiceField(
        source="standing",
        choices=STANDINGS,
        help_text="`demonstration`: made in a demonstration, not a certificate. Rely on `valid` alone.",
    )
    state_in_demonstration = serializers.SerializerMethodField(
        help_text="Of a demonstration the state that its story gave it; otherwise empty."
    )
    title = serializers.CharField()
    material = serializers.CharField()
    grade = serializers.CharField()
    replaces = serializers.CharField(allow_blank=True, help_text="The material in use so far.")
    critical_input = serializers.CharField(source="critical_input_code")
    standards = serializers.ListField(child=serializers.CharField())
    certified = serializers.ListField(
        child=serializers.CharField(), help_text="The characteristics that conform to their limits."
    )
    conclusion = serializers.CharField(
        allow_blank=True,
        help_text="What the joint study says of it against the material in use, in the paper's language.",
    )
    holder = serializers.CharField()
    country = serializers.CharField(allow_blank=True, help_text="Of the holder; empty if it is not known.")
    issued_on = serializers.DateField()
    valid_until = serializers.DateField()
    successor = serializers.CharField(
        allow_blank=True, help_text="The number that superseded it, if that is published too."
    )
    language = serializers.CharField()
    published_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    def get_state_in_demonstration(self, entry: Any) -> str:
        """Give the story's state."""
        return str(entry.state) if entry.test else ""


class MeasuredOut(serializers.Serializer[Any]):
    """A published result: value ± uncertainty (expanded, with its `k`) against its limits."""

    characteristic = serializers.CharField()
    unit = serializers.CharField()
    method = serializers.CharField()
    operator = serializers.CharField()
    value = serializers.CharField(allow_null=True)
    uncertainty = serializers.CharField(allow_null=True)
    k = serializers.CharField(allow_null=True)
    limit_low = serializers.CharField(allow_null=True)
    limit_high = serializers.CharField(allow_null=True)
    verdict = serializers.CharField()


class DirectoryEntryOut(DirectoryLineOut):
    """A published certificate, with its results where the holder publishes them."""

    measured = MeasuredOut(many=True, allow_null=True)


class ListingIn(serializers.Serializer[Any]):
    """How much is published."""

    level = serializers.ChoiceField(choices=ListingLevel.choices)


class ListingOut(serializers.Serializer[Any]):
    """What is published of a certificate (`level`, empty if nothing is), and what would be at each level."""

    level = serializers.ChoiceField(choices=ListingLevel.choices, allow_blank=True)
    entry = DirectoryEntryOut(allow_null=True, help_text="What everybody would read at the level `entry`.")
    entry_with_results = DirectoryEntryOut(
        allow_null=True, help_text="What everybody would read at the level `results`."
    )
