"""Outlying cells and what was ruled, and the study's conclusions, as pages and programs show them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from apps.core.errors import Words
from apps.core.language import in_language
from apps.studies.models import OutlierFlag
from apps.studies.rules.deciding import Word, deciding, holds
from apps.studies.states import FlagState, rulings_on

TONES: Final = {"proposed": "warn", "ruled": "info", "confirmed": "good"}


@dataclass(frozen=True, kw_only=True)
class FlagView:
    """What a test points at, and how far the ruling is. Laboratories go by their codes.

    It `is_settled` without a ruling of its own where its laboratory is left out everywhere.
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
    is_settled: bool
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
    settled: bool = getattr(row, "is_settled", False)  # known where the flags of a study are read
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
        is_settled=settled,
        state_label=_("left out with its laboratory") if settled else FlagState(row.state).label,
        tone="neutral" if settled else TONES[row.state],
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

    `decision` is the exact word: `equivalent`, `different`, `inconclusive`, and `superior`, `non_inferior`,
    `inferior` where the direction asks one side. Without one `why` says what stood in its way: `censored`,
    `not_reported`, `not_positive`, `few_laboratories`.
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
    def holds(self) -> bool:
        """Tell whether it holds, from whichever side the protocol asked."""
        return holds(cast("Word | None", self.decision))


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
    def deciding(self) -> tuple[ComparedView, ...]:
        """The characteristics that the decision rests on."""
        words = set(deciding([cast("Word | None", one.decision) for one in self.characteristics]))
        return tuple(one for one in self.characteristics if one.decision in words)

    @property
    def depends_on_exclusions(self) -> bool:
        """Tell whether any word, the candidate's or a characteristic's, is another one with everything counted."""
        answers = [(self.decision, self.decision_with_all)]
        answers += [(one.decision, one.decision_with_all) for one in self.characteristics]
        return any(without != with_all for without, with_all in answers)
