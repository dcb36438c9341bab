"""Published facts about where inputs come from. Reference data, public, loaded by `load_reference`."""

from django.db import models
from django.utils.translation import get_language


class Country(models.Model):
    """A country by ISO 3166-1, named in English and Turkish, sortable in both."""

    code = models.CharField(primary_key=True, max_length=2)
    iso3 = models.CharField(max_length=3, unique=True)
    name_en = models.CharField(max_length=120)
    name_tr = models.CharField(max_length=120)
    sort_en = models.CharField(max_length=400)
    sort_tr = models.CharField(max_length=400)
    region = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_tr if (get_language() or "en").startswith("tr") else self.name_en


class Production(models.Model):
    """Production of a commodity in a country and year (USGS Mineral Commodity Summaries).

    `country` is empty for the printed rest of the world. `value` is None where withheld or not available.
    """

    commodity = models.CharField(max_length=60)
    stage = models.CharField(max_length=160)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, null=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=18, decimal_places=3, null=True)
    unit = models.CharField(max_length=40)
    estimated = models.BooleanField(default=False)
    edition = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commodity", "stage", "country", "year", "edition"],
                name="supply_production_once",
                nulls_distinct=False,
            )
        ]


class LoadedData(models.Model):
    """Which content of which data file the tables hold, so that loading it again costs nothing."""

    name = models.CharField(primary_key=True, max_length=40)
    sha256 = models.CharField(max_length=64)
