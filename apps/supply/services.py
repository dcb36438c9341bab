"""Loading the reference data that lies in `data/`."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from django.db import transaction

from apps.core.canonical import sha256
from apps.core.names import name_key, search_key
from apps.materials.models import CriticalInput
from apps.supply.models import Country, LoadedData, Production

DATA: Final = Path(__file__).parent / "data"
FILES: Final = ("countries.csv", "inputs.csv", "production.csv")


@dataclass(frozen=True)
class Loaded:
    """What loading did: whether anything changed, and how many rows there are."""

    changed: bool
    countries: int = 0
    inputs: int = 0
    figures: int = 0


@transaction.atomic
def load_reference() -> Loaded:
    """Bring countries, critical inputs and published production into the tables, if the files are new.

    Idempotent: rows are matched by their keys; nothing that reports point to is deleted.
    """
    content = sha256(b"".join((DATA / name).read_bytes() for name in FILES))
    mark, _made = LoadedData.objects.select_for_update().get_or_create(name="reference")
    if mark.sha256 == content:
        return Loaded(changed=False)
    loaded = Loaded(True, _countries(), _inputs(), _production())
    mark.sha256 = content
    mark.save()
    return loaded


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _countries() -> int:
    rows = [
        Country(sort_en=search_key(row["name_en"]), sort_tr=name_key(row["name_tr"]), **row)
        for row in _rows("countries.csv")
    ]
    fields = ["iso3", "name_en", "name_tr", "region", "sort_en", "sort_tr"]
    Country.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=fields)
    return len(rows)


def _inputs() -> int:
    rows = [CriticalInput(**row) for row in _rows("inputs.csv")]
    fields = ["name_en", "name_tr", "hs6", "commodity", "stage"]
    CriticalInput.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=fields
    )
    return len(rows)


def _production() -> int:
    """Nothing points to a figure, so the table is simply written anew."""
    Production.objects.all().delete()
    rows = [
        Production(
            commodity=row["commodity"],
            stage=row["stage"],
            country_id=row["country"] or None,
            year=int(row["year"]),
            value=Decimal(row["value"]) if row["value"] else None,
            unit=row["unit"],
            estimated=row["estimated"] == "1",
            edition=int(row["edition"]),
        )
        for row in _rows("production.csv")
    ]
    return len(Production.objects.bulk_create(rows))
