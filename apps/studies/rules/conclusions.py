"""What a study concludes about its candidates: characteristic by characteristic, with and without exclusions.

Pure: protocol and cells in, plain values out, so that anybody can compute it again from the record.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from apps.studies.rules.codes import level_name
from apps.studies.rules.deciding import Word, word_of_all
from apps.studies.statistics import (
    Cells,
    Equivalence,
    Margins,
    NotPositiveError,
    Standing,
    differences_of,
    equivalence_of,
    non_inferiority_of,
    precision_ratio_of,
)
from apps.studies.statistics.plain import plain

Direction = Literal["target", "higher", "lower"]


@dataclass(frozen=True, slots=True)
class Compared:
    """What the protocol says of a characteristic's comparison. Margins are None where it is only described.

    `low` and `high` are positive amounts in the unit, or limits of the ratio where `is_ratio`.
    """

    code: str
    direction: Direction
    is_ratio: bool
    low: float | None
    high: float | None

    @property
    def is_compared(self) -> bool:
        """Tell whether there is a margin to compare with."""
        return self.low is not None or self.high is not None

    def margins(self) -> Margins:
        """Give both margins; the one a one-sided question does not ask for mirrors the other."""
        if self.is_ratio:
            high = self.high if self.high is not None else 1 / (self.low or 1)
            return Margins.of_ratio(high, self.low if self.low is not None else 1 / high)
        widest = max(amount for amount in (self.low, self.high) if amount is not None)
        return Margins.around(self.high or widest, self.low or widest)


@dataclass(frozen=True, slots=True)
class Counted:
    """The results that count: numbers as cells, and the levels where some only say below or above a limit."""

    cells: Cells
    censored: frozenset[str]


@dataclass(frozen=True, slots=True)
class Judged:
    """The exact word for one characteristic; without one, `why` says what stood in its way."""

    decision: Word | None
    figures: dict[str, Any] | None
    why: str


def conclusions_of(
    everything: Counted,
    kept: Counted,
    incumbent: str,
    candidates: Sequence[str],
    compared: Sequence[Compared],
) -> list[dict[str, Any]]:
    """Compare each candidate with the incumbent: over what is kept, and beside it over everything.

    All compared characteristics must hold (intersection-union): `decision` is the exact word for what was
    asked (`rules.deciding`), or None where one has no answer. A candidate's error is not shared with the others'.
    """
    asked = [one for one in compared if one.is_compared]
    return [_of_candidate(everything, kept, incumbent, candidate, asked) for candidate in candidates]


def _of_candidate(
    everything: Counted, kept: Counted, incumbent: str, candidate: str, asked: Sequence[Compared]
) -> dict[str, Any]:
    pairs = [(level_name(incumbent, one.code), level_name(candidate, one.code)) for one in asked]
    judged = [_judged(kept, pair, one) for pair, one in zip(pairs, asked, strict=True)]
    beside = judged
    if kept is not everything:
        beside = [_judged(everything, pair, one) for pair, one in zip(pairs, asked, strict=True)]
    return {
        "candidate": candidate,
        "incumbent": incumbent,
        "decision": word_of_all([one.decision for one in judged]),
        "decision_with_all": word_of_all([one.decision for one in beside]),
        "characteristics": [
            {
                "code": one.code,
                "direction": one.direction,
                "decision": without.decision,
                "figures": without.figures,
                "why": without.why,
                "decision_with_all": with_all.decision,
                "figures_with_all": with_all.figures,
            }
            for one, without, with_all in zip(asked, judged, beside, strict=True)
        ],
    }


def _judged(counted: Counted, pair: tuple[str, str], one: Compared) -> Judged:
    """Judge one characteristic; no decision where there is nothing to compare, or limits stand for values."""
    incumbent, candidate = pair
    if set(pair) & counted.censored:
        return Judged(None, None, "censored")
    if not set(pair) <= set(counted.cells.levels):
        return Judged(None, None, "not_reported")
    try:
        found = equivalence_of(counted.cells, incumbent, candidate, one.margins(), ratio=one.is_ratio)
    except NotPositiveError:
        return Judged(None, None, "not_positive")
    differences = differences_of(counted.cells, incumbent, candidate, in_logs=one.is_ratio)
    figures = plain(found) | {"one_sided": None, "precision_ratio": plain(precision_ratio_of(differences))}
    decision = found.decision if one.direction == "target" else _one_sided(found, one, figures)
    return Judged(decision, figures, "" if decision else "few_laboratories")


def _one_sided(found: Equivalence, one: Compared, figures: dict[str, Any]) -> Standing | None:
    worse = one.margins().low if one.direction == "higher" else one.margins().high
    answer = non_inferiority_of(found, "higher" if one.direction == "higher" else "lower", abs(worse))
    figures["one_sided"] = plain(answer)
    return answer.standing
