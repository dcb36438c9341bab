"""What a closed study says about one item and characteristic: what certificates and pages stand on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from apps.core.language import in_language
from apps.studies.rules.limits import Against, against_limits, places_of

INCUMBENT: Final = "incumbent"
Dots = tuple[tuple[str, tuple[float, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A laboratory's cell that is left out of the standing figures, and whose ruling that was."""

    laboratory: str
    flag_id: int
    reason: str
    ruled_by: UUID
    confirmed_by: UUID
    confirmed_at: datetime


@dataclass(frozen=True, kw_only=True)
class CharacteristicResult:
    """One level of the analysis. `numbers` is the engine's dict of the level, in `unit`; `dots` are
    (laboratory code, values by replicate) of all results.

    `numbers` stand: they are without the cells `left_out` by confirmed rulings. Where there are any,
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
    dots: Dots
    numbers_with_all: dict[str, Any] | None = None
    left_out: tuple[LeftOut, ...] = ()

    @property
    def name(self) -> str:
        """The characteristic's name in the reader's language."""
        return in_language(self.name_en, self.name_tr)

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
