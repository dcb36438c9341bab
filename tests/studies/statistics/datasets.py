"""The copied interlaboratory datasets: results as rows of `Cells`, and what they must give."""

import csv
import json
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from apps.studies.statistics import Analysis, Cells, Level, analyse

FOLDER = Path(__file__).parents[2] / "data" / "interlab"
COAL = "iso5725_2_B1_sulfur_coal"
GLUCOSE = "astm_e691_glucose"
ALLOY = "bam_m321_aluminium_alloy"
STRD = "nist_strd_anova"
BATTERIES = "nbs1953_battery_additive"

Row = tuple[str, str, int, Decimal]


@dataclass(frozen=True)
class Expected:
    """One expected figure: `value` as published or computed by a peer, else our first computation of it."""

    key: str
    scope: str
    value: float
    tolerance: float
    origin: str
    more: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.origin}:{self.scope}:{self.key}".replace(" ", "_")


def table(name: str, file: str = "data.csv") -> list[dict[str, str]]:
    with (FOLDER / name / file).open(newline="") as lines:
        return list(csv.DictReader(lines))


def rows(name: str) -> list[Row]:
    return [
        (row["lab"], row["material"], int(row["replicate"]), Decimal(row["value"])) for row in table(name)
    ]


@cache
def analysis(name: str) -> Analysis:
    return analyse(Cells.from_results(rows(name)))


def expected(name: str, *, origins: Collection[str] = (), keys: Collection[str] = ()) -> list[Expected]:
    """Return the entries of expected.json with one of the origins and keys named (all, where none is)."""
    entries = json.loads((FOLDER / name / "expected.json").read_text())["expected"]
    return [
        Expected(
            key=entry["key"],
            scope=entry["scope"],
            value=entry["computed"] if entry["value"] is None else entry["value"],
            tolerance=entry["abs_tol"],
            origin=entry["origin"],
            more=entry,
        )
        for entry in entries
        if (not origins or entry["origin"] in origins) and (not keys or entry["key"] in keys)
    ]


def study(**labs: str) -> Analysis:
    """One level "x"; each laboratory's results as words."""
    rows = [
        (lab, "x", at, Decimal(word)) for lab, words in labs.items() for at, word in enumerate(words.split())
    ]
    return analyse(Cells.from_results(rows))


def level(**labs: str) -> Level:
    return study(**labs).level("x")
