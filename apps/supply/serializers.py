"""Supply as JSON: decimals are strings, shares lie between 0 and 1."""

from typing import Any

from rest_framework import serializers


class CountryJson(serializers.Serializer[Any]):
    """A country by ISO 3166-1 alpha-2, named in the language of the request."""

    code = serializers.CharField()
    name = serializers.CharField()


class CountryShareJson(serializers.Serializer[Any]):
    """Production of a country."""

    country = CountryJson()
    amount = serializers.DecimalField(max_digits=18, decimal_places=3)
    share = serializers.DecimalField(max_digits=7, decimal_places=6)
    estimated = serializers.BooleanField()


class InputJson(serializers.Serializer[Any]):
    """A critical input and the largest producer in the newest year that is published."""

    code = serializers.CharField(source="input.code")
    name = serializers.CharField(source="input.name")
    hs6 = serializers.CharField(source="input.hs6", help_text="Harmonized System 2022, six digits.")
    stage = serializers.CharField(source="input.stage")
    year = serializers.IntegerField(allow_null=True)
    edition = serializers.IntegerField(allow_null=True, help_text="Of the USGS Mineral Commodity Summaries.")
    unit = serializers.CharField()
    top = CountryShareJson(allow_null=True)
    hhi = serializers.IntegerField(allow_null=True)
    hhi_upper = serializers.IntegerField(
        allow_null=True, help_text="If the unnamed other countries were one country."
    )


class InputDetailJson(InputJson):
    """All shares of one year."""

    shares = CountryShareJson(many=True)
    rest = serializers.DecimalField(max_digits=18, decimal_places=3, allow_null=True)
    rest_share = serializers.DecimalField(max_digits=7, decimal_places=6, allow_null=True)
    unpublished = CountryJson(many=True, help_text="Withheld or not available; in no share.")
    years = serializers.ListField(child=serializers.IntegerField())
