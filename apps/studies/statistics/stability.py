"""Does the characteristic stay what it was, in the store and on the way? (ISO 13528, B.5 and B.6)."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from . import cautions
from .cells import Cells
from .homogeneity import SHARE_OF_SIGMA, one_level
from .moments import Moments, centre_of
from .notes import Note
from .precision import spread_of_means

_DECIMALS = 12
_COVERAGE = 2.0


@dataclass(frozen=True, slots=True)
class Stability:
    """The same characteristic before and after, in its unit; `difference` is after minus before.

    `u` is its standard uncertainty, from the spread of the item means on both occasions (None where one has
    a single item); the expanded criterion adds 2 u to `limit` (B.5.2).
    """

    before: float
    after: float
    difference: float
    u: float | None
    limit: float
    stable: bool
    expanded_limit: float | None
    stable_expanded: bool | None
    notes: tuple[Note, ...]


def stability_of(before: Cells, after: Cells, sigma_pt: float) -> Stability:
    """Compare the means of two occasions with 0.3 sigma_pt (B.5.1); items are laboratories of the cells.

    Raises ValueError unless sigma_pt is positive and both have one level.
    """
    first, second = one_level(before, sigma_pt), one_level(after, sigma_pt)
    mean_before, mean_after = _mean(first), _mean(second)
    difference = float(after.offsets[0] - before.offsets[0]) + mean_after - mean_before
    variance = _u2(first) + _u2(second)
    u, limit = (None if np.isnan(variance) else sqrt(variance)), SHARE_OF_SIGMA * sigma_pt
    expanded = None if u is None else limit + _COVERAGE * u
    return Stability(
        before=float(before.offsets[0]) + mean_before,
        after=float(after.offsets[0]) + mean_after,
        difference=difference,
        u=u,
        limit=limit,
        stable=_keeps(difference, limit),
        expanded_limit=expanded,
        stable_expanded=None if expanded is None else _keeps(difference, expanded),
        notes=() if u is not None else (cautions.ONE_ITEM,),
    )


def _mean(moments: Moments) -> float:
    return float(centre_of(moments, moments.present.astype(np.int64))[0])


def _u2(moments: Moments) -> float:
    """Variance of the mean of the item means; NaN for one item."""
    return float(spread_of_means(moments)[0] ** 2 / moments.present.sum())


def _keeps(difference: float, limit: float) -> bool:
    return round(abs(difference) / limit, _DECIMALS) <= 1
