"""What a closed study says about one item and characteristic: what certificates and pages stand on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from apps.core.language import in_language
from apps.studies.models import OutlierFlag
from apps.studies.rules.codes import level_name
from apps.studies.rules.limits import Against, against_limits, places_of
from apps.studies.states import Ruling, Scope

INCUMBENT: Final = "incumbent"
Dots = tuple[tuple[str, tuple[float, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """What of a level is left out of its standing figures, and whose ruling that was.

    A laboratory's cell; its one `replicate`; or its cell because the laboratory is left out `everywhere`.
    """

    laboratory: str
    replicate: int | None
    everywhere: bool
    flag_id: int
    reason: str
    ruled_by: UUID
    confirmed_by: UUID
    confirmed_at: datetime

    @property
    def label(self) -> str:
        """The laboratory's code for its whole cell, `L07#3` for its replicate 3."""
        return self.laboratory if self.replicate is None else f"{self.laboratory}#{self.replicate}"


def left_out(row: OutlierFlag) -> LeftOut:
    """Read a confirmed exclusion (with its enrolment) into plain values."""
    if row.ruled_by is None or row.confirmed_by is None or row.confirmed_at is None:
        raise ValueError(row.pk)
    return LeftOut(
        laboratory=row.enrolment.code,
        replicate=row.replicate if row.ruling == Ruling.EXCLUDE_RESULT else None,
        everywhere=row.scope is Scope.LABORATORY,
        flag_id=row.pk,
        reason=row.reason,
        ruled_by=row.ruled_by,
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
    )


@dataclass(frozen=True, kw_only=True)
class CharacteristicResult:
    """One level of the analysis. `numbers` is the engine's dict of the level, in `unit`; `dots` are
    (laboratory code, values by replicate) of all results, where they were asked for; `standing_dots` of those
    that the figures stand on.

    `numbers` stand: they are without what confirmed rulings `left_out`. Where there is any of that,
    `numbers_with_all` are the same with all results.
    """

    item_code: str
    material_id: UUID
    role: str
    code: str
    name_en: str
    name_tr: str
    unit: str
    method: str
    lower: Decimal | None
    upper: Decimal | None
    numbers: dict[str, Any]
    dots: Dots = ()
    standing_dots: Dots = ()
    numbers_with_all: dict[str, Any] | None = None
    left_out: tuple[LeftOut, ...] = ()

    @property
    def name(self) -> str:
        """The characteristic's name in the reader's language."""
        return in_language(self.name_en, self.name_tr)

    @property
    def level(self) -> str:
        """The name of its level in the analysis."""
        return level_name(self.item_code, self.code)

    @property
    def places(self) -> int:
        """Decimals that show two significant digits of s_r."""
        return places_of(self.numbers["s_r"] or self.numbers["s_x"], self.numbers["step"])

    @property
    def against(self) -> Against | None:
        """How the mean lies against the limits, with its uncertainty; None without limits."""
        return against_limits(self.numbers["mean"], self.numbers["u_mean"], self.lower, self.upper)


def pair_of(
    result: CharacteristicResult, results: Sequence[CharacteristicResult]
) -> tuple[CharacteristicResult, CharacteristicResult] | None:
    """Give incumbent and candidate of the result's characteristic; for the incumbent the first candidate.

    None where the study has not both.
    """
    same = [one for one in results if one.code == result.code]
    incumbent = next((one for one in same if one.role == INCUMBENT), None)
    candidates = [result] if result.role != INCUMBENT else [one for one in same if one.role != INCUMBENT]
    return (incumbent, candidates[0]) if incumbent and candidates else None
