"""Outlying cells and what was ruled, and the study's conclusions, as pages and programs show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from apps.core.errors import Words
from apps.core.language import in_language
from apps.studies.models import OutlierFlag
from apps.studies.states import FlagState, rulings_on

TONES: Final = {"proposed": "warn", "ruled": "info", "confirmed": "good"}


@dataclass(frozen=True, kw_only=True)
class FlagView:
    """What a test points at, and how far the ruling is. Laboratories go by their codes.

    By its `scope` that is a cell, one `replicate` of a cell, or a laboratory everywhere, which has no level.
    """

    id: int
    scope: str
    laboratory: str
    level: str
    replicate: int | None
    item_code: str
    name_en: str
    name_tr: str
    test: str
    verdict: str
    statistic: float | None
    critical_5: float | None
    critical_1: float | None
    state: str
    state_label: Words
    tone: str
    ruling: str
    ruling_label: Words
    reason: str
    ruled_by: UUID | None
    ruled_at: datetime | None
    confirmed_by: UUID | None
    confirmed_at: datetime | None

    @property
    def characteristic(self) -> str:
        """The characteristic's name in the reader's language."""
        return in_language(self.name_en, self.name_tr)


def flag_view(row: OutlierFlag) -> FlagView:
    """Read a flag (with enrolment, item and characteristic) into plain values."""
    return FlagView(
        id=row.pk,
        scope=row.scope,
        laboratory=row.enrolment.code,
        level=row.level,
        replicate=row.replicate,
        item_code=row.item.code if row.item else "",
        name_en=row.characteristic.name_en if row.characteristic else "",
        name_tr=row.characteristic.name_tr if row.characteristic else "",
        test=row.test,
        verdict=row.verdict,
        statistic=row.statistic,
        critical_5=row.critical_5,
        critical_1=row.critical_1,
        state=row.state,
        state_label=FlagState(row.state).label,
        tone=TONES[row.state],
        ruling=row.ruling,
        ruling_label=rulings_on(row.scope).get(row.ruling, ""),
        reason=row.reason,
        ruled_by=row.ruled_by,
        ruled_at=row.ruled_at,
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
    )


@dataclass(frozen=True, kw_only=True)
class ComparedView:
    """One characteristic of the conclusion. `figures` are the engine's, None where nothing could be said.

    `standing` is the one-sided answer where the direction asks for one. Without a decision `why` says what
    stood in its way: `censored`, `not_reported`, `not_positive`, `few_laboratories`.
    """

    code: str
    name_en: str
    name_tr: str
    unit: str
    direction: str
    is_ratio: bool
    decision: str | None
    figures: dict[str, Any] | None
    why: str
    decision_with_all: str | None
    figures_with_all: dict[str, Any] | None

    @property
    def name(self) -> str:
        """The characteristic's name in the reader's language."""
        return in_language(self.name_en, self.name_tr)

    @property
    def standing(self) -> str | None:
        """The one-sided answer; None where both sides were asked, or nothing could be said."""
        return standing_of(self.figures)

    @property
    def standing_with_all(self) -> str | None:
        """The one-sided answer with all results."""
        return standing_of(self.figures_with_all)


def standing_of(figures: dict[str, Any] | None) -> str | None:
    """Read the one-sided answer out of the engine's figures."""
    one_sided = (figures or {}).get("one_sided")
    return one_sided["standing"] if one_sided else None


@dataclass(frozen=True, kw_only=True)
class ConclusionView:
    """What the study concludes about one candidate; all compared characteristics must hold."""

    candidate_code: str
    candidate: str
    incumbent_code: str
    incumbent: str
    decision: str | None
    decision_with_all: str | None
    characteristics: tuple[ComparedView, ...]

    @property
    def answer(self) -> str | None:
        """The decision in the words of what was asked: `not_inferior`, `both` and `inferior` where from one side."""
        return _answer(self.decision, [(one.decision, one.direction) for one in self.characteristics])

    @property
    def answer_with_all(self) -> str | None:
        """The decision with all results, in the same words."""
        found = [(one.decision_with_all, one.direction) for one in self.characteristics]
        return _answer(self.decision_with_all, found)

    @property
    def depends_on_exclusions(self) -> bool:
        """Tell whether the answer would be another one with everything counted."""
        return self.decision != self.decision_with_all


def _answer(decision: str | None, found: Sequence[tuple[str | None, str]]) -> str | None:
    if decision not in {"equivalent", "different"}:
        return decision
    from_one_side = [direction != "target" for one, direction in found if one == decision]
    if decision == "different":
        return "inferior" if all(from_one_side) else "different"
    if all(from_one_side):
        return "not_inferior"
    return "both" if any(from_one_side) else "equivalent"
