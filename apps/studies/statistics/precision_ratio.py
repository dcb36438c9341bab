"""Do two materials repeat equally well? The ratio of their repeatability variances, for information."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import special

from . import equivalence_notes as notes
from .differences import Differences
from .figures import Interval
from .notes import Note
from .tost import ALPHA, Decision, Margins, decided

USUAL_LIMIT: Final = 2.0
"""Variances within a factor of this count as equal unless a protocol says otherwise."""


@dataclass(frozen=True, slots=True)
class PrecisionRatio:
    """s_r^2 of the candidate over that of the incumbent, with the interval of 100 (1 - 2 `alpha`) %.

    `s_incumbent` and `s_candidate` are the standard deviations on `df` degrees of freedom each. Equal,
    different or inconclusive against 1 / `limit` to `limit`; None where undefined, and `note` says why.
    """

    s_incumbent: float | None
    s_candidate: float | None
    df: tuple[int, int]
    ratio: float | None
    interval: Interval | None
    p_difference: float | None
    limit: float
    alpha: float
    decision: Decision | None
    note: Note | None


def precision_ratio_of(
    found: Differences, *, limit: float = USUAL_LIMIT, alpha: float = ALPHA
) -> PrecisionRatio:
    """Compare the repeatability of both materials over the laboratories that tested both (F distribution)."""
    degrees = np.maximum(found.counts - 1, 0)
    squares = np.where(degrees > 0, degrees * found.variances, 0.0).sum(axis=1)
    first, second = found.df_r.tolist()
    if not (first and second):
        return _undefined((first, second), limit, alpha, notes.NO_REPEATABILITY)
    incumbent, candidate = (squares / (first, second)).tolist()
    if not (incumbent and candidate):
        return _undefined((first, second), limit, alpha, notes.NO_SPREAD, incumbent, candidate)
    ratio = candidate / incumbent
    low, high = special.fdtri(second, first, [alpha, 1 - alpha])
    interval = Interval(ratio / float(high), ratio / float(low))
    tail = float(special.fdtr(second, first, ratio))
    return PrecisionRatio(
        s_incumbent=incumbent**0.5,
        s_candidate=candidate**0.5,
        df=(first, second),
        ratio=ratio,
        interval=interval,
        p_difference=min(1.0, 2 * min(tail, float(special.fdtrc(second, first, ratio)))),
        limit=limit,
        alpha=alpha,
        decision=_decided(interval, limit),
        note=None,
    )


def _decided(interval: Interval, limit: float) -> Decision:
    logs = np.log([interval.low, interval.high]).tolist()
    return decided(Interval(*logs), Margins.of_ratio(limit))


def _undefined(
    df: tuple[int, int],
    limit: float,
    alpha: float,
    note: Note,
    incumbent: float | None = None,
    candidate: float | None = None,
) -> PrecisionRatio:
    return PrecisionRatio(
        s_incumbent=None if incumbent is None else incumbent**0.5,
        s_candidate=None if candidate is None else candidate**0.5,
        df=df,
        ratio=None,
        interval=None,
        p_difference=None,
        limit=limit,
        alpha=alpha,
        decision=None,
        note=note,
    )
