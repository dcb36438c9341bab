"""A closed study as its report tells it: laboratories by code, the same for everybody who may read it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from apps.studies.models import Analysis, ProtocolVersion
from apps.studies.projections.flags import ConclusionView, FlagView
from apps.studies.projections.pictured import Pictured
from apps.studies.projections.results import CharacteristicResult
from apps.studies.projections.samples import CheckView
from apps.studies.projections.studies import CharacteristicView, ItemView
from apps.studies.rules.excluded import Excluded

COMPARED: Final = ("direction", "margin_kind", "margin_low", "margin_high", "transformation")


@dataclass(frozen=True, kw_only=True)
class Locked:
    """A version of the protocol as it was locked."""

    number: int
    sha256: str
    locked_at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class Run:
    """A run of the analysis; `excluded` are laboratories, cells and single results."""

    number: int
    made_at: datetime
    engine_version: str
    edition: str
    estimator: str
    inputs_sha256: str
    excluded: tuple[Excluded, ...]


@dataclass(frozen=True, kw_only=True)
class ReportFacts:
    """Everything that the report of a closed study says. `rulings_sha256` stands for the state of the rulings.

    `pictured` are those of the `results` that are drawn.
    `margins_locked_at` is when the margins that count were locked; None where nothing is compared.
    """

    study_id: UUID
    reference: str
    title: str
    purpose: str
    consortium: str
    convener: str
    critical_input: str
    certifying: bool
    publication: str
    replicates: int
    laboratories_wanted: int
    results_due_on: date
    opened_at: datetime
    closed_at: datetime
    concluded_at: datetime | None
    items: tuple[ItemView, ...]
    characteristics: tuple[CharacteristicView, ...]
    versions: tuple[Locked, ...]
    margins_locked_at: datetime | None
    laboratories: tuple[str, ...]
    checks: tuple[CheckView, ...]
    conclusions: tuple[ConclusionView, ...]
    results: tuple[CharacteristicResult, ...]
    pictured: tuple[Pictured, ...]
    without_numbers: Mapping[str, int]
    flags: tuple[FlagView, ...]
    open_rulings: int
    runs: tuple[Run, ...]
    rulings_sha256: str

    @property
    def run(self) -> Run:
        """The run that stands."""
        return self.runs[-1]


def locked(row: ProtocolVersion) -> Locked:
    """Read a version."""
    return Locked(number=row.number, sha256=row.sha256, locked_at=row.locked_at, reason=row.reason)


def run_of(row: Analysis) -> Run:
    """Read a run, without its numbers."""
    return Run(
        number=row.number,
        made_at=row.made_at,
        engine_version=row.engine_version,
        edition=row.edition,
        estimator=row.estimator,
        inputs_sha256=row.inputs_sha256,
        excluded=tuple(row.excluded_cells),
    )


def margins_locked_at(versions: list[ProtocolVersion]) -> datetime | None:
    """Tell since when the margins of the newest version stand, from versions by number."""
    since, newest = None, None
    for row in reversed(versions):
        margins = _margins(row.text)
        newest = newest or margins
        if margins != newest:
            break
        since = row.locked_at
    return since if newest else None


def _margins(text: str) -> dict[str, Any]:
    rows = json.loads(text)["characteristics"]
    compared = (row for row in rows if row["margin_low"] is not None or row["margin_high"] is not None)
    return {row["code"]: [row[name] for name in COMPARED] for row in compared}
