"""Is the candidate equivalent to the incumbent? Laboratory as block (ASTM E2935; ISO 5725 design)."""

from collections.abc import Collection
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np

from . import equivalence_notes as notes
from .cells import Cells
from .differences import Differences, LeftOut, differences_of
from .figures import Interval
from .logarithms import Ratio, ratio_of
from .notes import Note
from .precision import interval_of
from .tost import ALPHA, Decision, Margins, Tost, decided, tost

FEWEST_FOR_SPREAD: Final = 2
FEWEST_FOR_DECISION: Final = 3
FEWEST_WITHOUT_WARNING: Final = 8


@dataclass(frozen=True, slots=True)
class Equivalence:
    """Candidate minus incumbent over laboratories, in the unit of the results; of ln where `ratio` is given.

    `sd` is the standard deviation of the laboratories' differences, `se` that of their mean on `df` degrees
    of freedom, `sd_interval` of 95 %. Undefined figures are None and `notes` say why; with two laboratories
    there is a test, but no decision. `with_all` is the same with the excluded laboratories, where there are
    any.
    """

    difference: float | None
    sd: float | None
    sd_interval: Interval | None
    se: float | None
    df: int
    alpha: float
    margins: Margins
    test: Tost | None
    decision: Decision | None
    ratio: Ratio | None
    labs: tuple[str, ...]
    differences: tuple[float, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[Note, ...]
    with_all: "Equivalence | None" = None


def equivalence_of(
    cells: Cells,
    incumbent: str,
    candidate: str,
    margins: Margins,
    *,
    alpha: float = ALPHA,
    excluded: Collection[str] = (),
    ratio: bool = False,
) -> Equivalence:
    """Test two levels of the cells on the differences within laboratories, each counting once.

    For a `ratio` the logarithms are analysed and the margins are theirs (`Margins.of_ratio`). Raises KeyError
    for an unknown level, NotPositiveError for a ratio of results of zero or below.
    """
    found = differences_of(cells, incumbent, candidate, excluded=excluded, in_logs=ratio)
    with_all = None
    if any(one.note is notes.EXCLUDED for one in found.left_out):
        with_all = equivalence_of(cells, incumbent, candidate, margins, alpha=alpha, ratio=ratio)
    return _judged(found, margins, alpha, ratio=ratio, with_all=with_all)


def _judged(
    found: Differences, margins: Margins, alpha: float, *, ratio: bool, with_all: Equivalence | None
) -> Equivalence:
    labs = len(found.labs)
    difference = found.mean if labs else None
    sd = found.sd if labs >= FEWEST_FOR_SPREAD else None
    se = None if sd is None else sd / sqrt(labs)
    test = None if difference is None or se is None else tost(difference, se, labs - 1, margins, alpha)
    interval = None if test is None else test.interval
    return Equivalence(
        difference=difference,
        sd=sd,
        sd_interval=interval_of_sd(sd, labs - 1),
        se=se,
        df=max(labs - 1, 0),
        alpha=alpha,
        margins=margins,
        test=test,
        decision=None if test is None or labs < FEWEST_FOR_DECISION else decided(test.interval, margins),
        ratio=None if difference is None or not ratio else ratio_of(difference, interval),
        labs=found.labs,
        differences=tuple((found.origin + found.away).tolist()),
        left_out=found.left_out,
        notes=tuple(_notes(found, sd)),
        with_all=with_all,
    )


def interval_of_sd(sd: float | None, df: int) -> Interval | None:
    """Give the 95 % interval of a standard deviation; None where it is undefined or zero."""
    if not sd:
        return None
    low, high = interval_of(np.array([sd**2]), np.array([df]))
    return Interval(low.item(), high.item())


def _notes(found: Differences, sd: float | None) -> list[Note]:
    labs = len(found.labs)
    few = (notes.NO_PAIR, notes.ONE_PAIR, notes.TWO_PAIRED)
    about = [few[labs]] if labs < len(few) else []
    if len(few) <= labs < FEWEST_WITHOUT_WARNING:
        about.append(notes.FEW_PAIRED)
    if sd == 0:
        about.append(notes.EQUAL_DIFFERENCES)
    if np.unique(found.counts).size > 1:
        about.append(notes.UNEQUAL_CELLS)
    return about
