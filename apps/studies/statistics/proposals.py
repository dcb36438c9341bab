"""Which cells the outlier tests point at, in the order of ISO 5725-2, 7.3.2: for people to rule on.

Nothing is left out here. To go on testing, an outlier is taken for excluded, as the standard's procedure does.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from .cells import Cells
from .cochran import cochran_tests
from .grubbs import GrubbsTests, grubbs_tests
from .moments import moments_of
from .verdicts import OutlierTest, Verdict

COCHRAN_SHARE: Final = 2 / 9
"""Repeated, Cochran's test rejects too often: it stops at this share of the laboratories (IUPAC 1995)."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A laboratory's cell at a level that a test calls a straggler or an outlier.

    `test` is `cochran`, `grubbs_high`, `grubbs_low`, `grubbs_double_high` or `grubbs_double_low`; `answer`
    is the whole test, made without the outliers that earlier tests of the level had found.
    """

    level: str
    lab: str
    test: str
    verdict: Verdict
    answer: OutlierTest


def proposals_of(cells: Cells) -> tuple[Proposal, ...]:
    """Test every level in the standard's order: Cochran, Grubbs for one mean, then for two if one found none."""
    return tuple(
        proposal for at, level in enumerate(cells.levels) for proposal in _of_level(_single(cells, at), level)
    )


def _of_level(cells: Cells, level: str) -> Iterator[Proposal]:
    left = cells
    for _round in range(max(1, int(COCHRAN_SHARE * int(moments_of(cells).present.sum())))):
        answer = cochran_tests(moments_of(left), left.labs)[0]
        yield from _proposed(level, "cochran", answer)
        if answer.verdict != "outlier":
            break
        left = _without(left, answer.suspects)
    yield from _grubbs(left, level)


def _grubbs(cells: Cells, level: str) -> Iterator[Proposal]:
    tests = _tests(cells)
    singles = {"grubbs_high": tests.high, "grubbs_low": tests.low}
    found = [name for name, answer in singles.items() if answer.verdict == "outlier"]
    if not found:
        for name, answer in singles.items():
            yield from _proposed(level, name, answer)
        yield from _proposed(level, "grubbs_double_high", tests.double_high)
        yield from _proposed(level, "grubbs_double_low", tests.double_low)
        return
    first = max(found, key=lambda name: singles[name].statistic or 0.0)
    yield from _proposed(level, first, singles[first])
    again = _tests(_without(cells, singles[first].suspects))
    other = {"grubbs_high": ("grubbs_low", again.low), "grubbs_low": ("grubbs_high", again.high)}
    yield from _proposed(level, *other[first])


def _tests(cells: Cells) -> GrubbsTests:
    return grubbs_tests(moments_of(cells), cells.labs)[0]


def _proposed(level: str, name: str, answer: OutlierTest) -> Iterator[Proposal]:
    if answer.verdict in {"straggler", "outlier"}:
        for lab in answer.suspects:
            yield Proposal(level, lab, name, answer.verdict, answer)


def _single(cells: Cells, at: int) -> Cells:
    return replace(
        cells,
        levels=cells.levels[at : at + 1],
        values=cells.values[at : at + 1],
        offsets=cells.offsets[at : at + 1],
        steps=cells.steps[at : at + 1],
    )


def _without(cells: Cells, labs: tuple[str, ...]) -> Cells:
    values = cells.values.copy()
    values[:, [cells.labs.index(lab) for lab in labs]] = np.nan
    return replace(cells, values=values)
