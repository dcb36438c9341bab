"""Which levels a report draws: all of a small study, of another those of the characteristics that decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from apps.studies.projections.flags import ComparedView, ConclusionView
from apps.studies.projections.results import CharacteristicResult
from apps.studies.projections.scores import Named, preferred_scores

MOST_IN_FULL: Final = 6
"""Levels of a study of which every one is drawn. A level has up to five pictures, each of about 0.1 s."""
MOST_PICTURED: Final = 4
"""Levels that are drawn of a larger study."""


@dataclass(frozen=True, kw_only=True)
class Pictured:
    """A level that is drawn: with every result, and z or z′ (`preferred`) of each laboratory by its code."""

    result: CharacteristicResult
    preferred: str | None
    scores: Named


def clarity(one: ComparedView) -> tuple[bool, float]:
    """Put what does not hold before what holds, and within each what comes closest to a margin."""
    test = (one.figures or {}).get("test")
    return one.holds, -test["p_value"] if test else 0.0


def levels_to_draw(
    results: Sequence[CharacteristicResult], conclusions: Sequence[ConclusionView]
) -> list[CharacteristicResult]:
    """Give the levels to draw, both materials of a characteristic together; the protocol's first ones
    where nothing is compared.
    """
    compared = sorted((one for view in conclusions for one in view.characteristics), key=clarity)
    codes = list(dict.fromkeys([*(one.code for one in compared), *(one.code for one in results)]))
    if len(results) <= MOST_IN_FULL:
        codes = list(dict.fromkeys(one.code for one in results))
    ordered = sorted(results, key=lambda one: (codes.index(one.code), one.role != "incumbent", one.item_code))
    return ordered if len(results) <= MOST_IN_FULL else ordered[:MOST_PICTURED]


def pictured(result: CharacteristicResult, stored: Mapping[str, Any] | None) -> Pictured:
    """Put the scores of its level beside a result; a run from before scores were kept has none."""
    preferred, scores = preferred_scores(stored) if stored else (None, ())
    return Pictured(result=result, preferred=preferred, scores=scores)
