"""Results on the scale of their natural logarithm, for what is judged as a ratio, and the way back."""

from dataclasses import dataclass
from decimal import Context
from math import exp, expm1

import numpy as np

from .cells import Cells
from .figures import Interval

_FINE = Context(prec=40)


class NotPositiveError(ValueError):
    """A result of zero or below has no logarithm."""


def logarithms(cells: Cells) -> Cells:
    """Return the cells with ln(result) in place of each result; NotPositiveError names the first culprit.

    Still centred on an offset, ln of the old one, so that no digit of large results gets lost.
    """
    offsets = np.array([float(offset) for offset in cells.offsets])[:, None, None]
    if (culprits := np.argwhere(cells.values <= -offsets)).size:
        level, lab, _ = culprits[0].tolist()
        message = (
            f"Laboratory {cells.labs[lab]}, {cells.levels[level]}: only a result above zero has a ratio."
        )
        raise NotPositiveError(message)
    steps = zip(cells.steps, cells.offsets, strict=True)
    return Cells(
        labs=cells.labs,
        levels=cells.levels,
        values=np.log1p(cells.values / offsets),
        offsets=tuple(map(_FINE.ln, cells.offsets)),
        steps=tuple(_FINE.divide(step, offset) for step, offset in steps),
    )


@dataclass(frozen=True, slots=True)
class Ratio:
    """A geometric mean of ratios with its interval, and the same in per cent of change."""

    value: float
    interval: Interval | None
    percent: float
    percent_interval: Interval | None


def ratio_of(difference: float, interval: Interval | None) -> Ratio:
    """Take a difference of logarithms, and its interval, back to a ratio."""
    return Ratio(
        value=exp(difference),
        interval=None if interval is None else Interval(exp(interval.low), exp(interval.high)),
        percent=_percent(difference),
        percent_interval=(
            None if interval is None else Interval(_percent(interval.low), _percent(interval.high))
        ),
    )


def _percent(difference: float) -> float:
    return 100 * expm1(difference)
