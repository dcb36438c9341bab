"""Which cells the outlier tests point at, in the order of ISO 5725-2, 7.3.2: for people to rule on.

Nothing is left out here. To go on testing, an outlier is taken for excluded, as the standard's procedure does.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from .cells import Cells, Floats
from .cochran import cochran_tests
from .grubbs import GrubbsTests, grubbs_tests
from .moments import moments_of
from .verdicts import OutlierTest, Verdict
from .within_cell import within_cell

COCHRAN_SHARE: Final = 2 / 9
"""Repeated, Cochran's test rejects too often: it stops at this share of the laboratories (IUPAC 1995)."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A laboratory's cell at a level that a test calls a straggler or an outlier, or one result of the cell.

    `test` is `cochran`, `grubbs_high`, `grubbs_low`, `grubbs_double_high` or `grubbs_double_low`; `answer`
    is the whole test, made without the outliers that earlier tests of the level had found. Where Cochran's
    test calls a cell an outlier and one result of it alone lies apart from the others, `test` is
    `grubbs_within`, and `place` is that result's among the results of the cell, from 0.
    """

    level: str
    lab: str
    test: str
    verdict: Verdict
    answer: OutlierTest
    place: int | None = None


def proposals_of(cells: Cells) -> tuple[Proposal, ...]:
    """Test every level in the standard's order: Cochran, Grubbs for one mean, then for two if one found none."""
    return tuple(
        proposal for at, level in enumerate(cells.levels) for proposal in _of_level(_single(cells, at), level)
    )


def _of_level(cells: Cells, level: str) -> Iterator[Proposal]:
    left = cells.values.copy()  # what is left out is NaN where it stood, so that places stay
    for _round in range(max(1, int(COCHRAN_SHARE * int(moments_of(cells).present.sum())))):
        answer = cochran_tests(moments_of(_packed(cells, left)), cells.labs)[0]
        if answer.verdict != "outlier":
            yield from _proposed(level, "cochran", answer)
            break
        cell = left[0, cells.labs.index(answer.suspects[0])]
        one = _within(cell, level, answer)
        yield one
        cell[slice(None) if one.place is None else one.place] = np.nan
    yield from _grubbs(_packed(cells, left), level)


def _within(cell: Floats, level: str, cochran: OutlierTest) -> Proposal:
    """Propose the one bad value of an outlying cell; all of the cell if there is none (ISO 5725-2, 7.3)."""
    lab, found = cochran.suspects[0], within_cell(cell, cochran.suspects[0])
    if found and found[1].verdict == "outlier":
        place, answer = found
        return Proposal(level, lab, "grubbs_within", "outlier", answer, place)
    return Proposal(level, lab, "cochran", "outlier", cochran)


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


def _packed(cells: Cells, values: Floats) -> Cells:
    """Close the gaps that left-out results leave in their cells."""
    order = np.isnan(values).argsort(axis=2, kind="stable")
    return replace(cells, values=np.take_along_axis(values, order, axis=2))


def _without(cells: Cells, labs: tuple[str, ...]) -> Cells:
    values = cells.values.copy()
    values[:, [cells.labs.index(lab) for lab in labs]] = np.nan
    return replace(cells, values=values)
