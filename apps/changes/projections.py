"""What each party receives of reports and cases: frozen values, closed groups present and None."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from apps.changes.models import Report, Shipment
from apps.core.errors import Words
from apps.sharing.projections import opened

PLAIN: Final = ("reason", "current_supplier", "new_supplier", "grade", "annual_volume_kg", "testing_outcome")
COUNTRIES: Final = ("country_mined", "country_processed", "country_shipped_from")


@dataclass(frozen=True)
class Named:
    """Something with a code or id, named in the reader's language."""

    code: str
    name: str


@dataclass(frozen=True)
class ShipmentView:
    """One planned shipment."""

    id: int
    ships_on: date
    mass_kg: Decimal


@dataclass(frozen=True, kw_only=True)
class ReportLine:
    """A report in a list: core facts, and its firm if that group is open."""

    id: UUID
    reference: str
    critical_input: Named
    state: str
    created_at: datetime
    submitted_at: datetime | None
    decided_at: datetime | None
    owner: Named | None
    hidden_groups: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ReportView(ReportLine):
    """A report as one party receives it. None is closed where its group is in `hidden_groups`, else empty."""

    reason: str | None
    current_supplier: str | None
    new_supplier: str | None
    country_mined: Named | None
    country_processed: Named | None
    country_shipped_from: Named | None
    grade: str | None
    annual_volume_kg: Decimal | None
    certificate_number: str | None
    testing_outcome: str | None
    shipments: tuple[ShipmentView, ...] | None

    def filled(self) -> dict[str, Any]:
        """Give the standard fields as `rules.gaps_in` wants them."""
        plain = (*PLAIN, *COUNTRIES, "certificate_number")
        return {name: getattr(self, name) for name in plain} | {
            "critical_input": self.critical_input.code,
            "shipments": [(line.ships_on, line.mass_kg) for line in self.shipments or ()],
        }


def report_line(row: Report, mask: int) -> ReportLine:
    """Project a report for a list. The row comes with its input and owner; no queries here."""
    seen = opened(row, mask)
    return ReportLine(**_core(seen.values, seen.hidden_groups))


def report_view(row: Report, mask: int, shipments: Sequence[Shipment]) -> ReportView:
    """Project a report with what `mask` opens. The row comes with its relations; no queries here."""
    lines = tuple(ShipmentView(line.pk, line.ships_on, line.mass_kg) for line in shipments)
    seen = opened(row, mask, {"shipments": lines})
    certificate = seen["certificate"]
    values: dict[str, Any] = _core(seen.values, seen.hidden_groups)
    values |= {name: seen[name] for name in (*PLAIN, "shipments")}
    values |= {name: _named(seen[name]) for name in COUNTRIES}
    return ReportView(**values, certificate_number=certificate.number if certificate else None)


def _core(values: dict[str, Any], hidden: tuple[str, ...]) -> dict[str, Any]:
    owner = values["owner"]
    same = ("id", "reference", "state", "created_at", "submitted_at", "decided_at")
    return {name: values[name] for name in same} | {
        "critical_input": _named(values["critical_input"]),
        "owner": Named(str(owner.pk), owner.name) if owner else None,
        "hidden_groups": hidden,
    }


def _named(row: Any) -> Named | None:
    return Named(row.code, row.name) if row else None


@dataclass(frozen=True, kw_only=True)
class Clock:
    """Working days of a case: used, of how many, and left; `stopped_on` while the firm is asked."""

    used: int
    total: int
    left: int
    due_on: date
    stopped_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class QuestionView:
    """A question to the firm and its answer."""

    id: int
    text: str
    asked_by: str
    asked_at: datetime
    due_on: date
    answer: str
    answered_by: str
    answered_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class RecommendationView:
    """A reviewer's opinion; internal to the administration."""

    outcome: str
    reasons: str
    made_by: str
    made_at: datetime
    returned_at: datetime | None
    returned_note: str


@dataclass(frozen=True, kw_only=True)
class DecisionView:
    """What was settled, for the firm to read."""

    outcome: str
    reasons: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """A case in the administration's queue."""

    id: UUID
    reference: str
    state: str
    state_label: Words
    created_at: datetime
    due_on: date
    left: int
    report: ReportLine
    is_mine: bool


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """A case as one party receives it. `recommendations` is None for the firm: they are internal."""

    id: UUID
    reference: str
    state: str
    state_label: Words
    created_at: datetime
    administration: str
    clock: Clock
    report: ReportView
    questions: tuple[QuestionView, ...]
    recommendations: tuple[RecommendationView, ...] | None
    decision: DecisionView | None
    moves: tuple[str, ...]

    @property
    def open_question(self) -> QuestionView | None:
        """The question that waits for an answer."""
        return next((question for question in self.questions if question.answered_at is None), None)

    @property
    def recommendation(self) -> RecommendationView | None:
        """The recommendation that waits for, or carries, the second signature."""
        return next((one for one in self.recommendations or () if one.returned_at is None), None)
