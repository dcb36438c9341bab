"""Are the items alike, and do they stay so? (ISO 13528, Annex B)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import isnan, sqrt

import numpy as np
from scipy import special

from . import cautions
from .cells import Cells
from .cochran import cochran_tests
from .figures import Interval
from .intervals import between_intervals
from .moments import Moments, centre_of, moments_of
from .notes import Note
from .precision import precision_of
from .verdicts import OutlierTest

SHARE_OF_SIGMA = 0.3
SIGMAS_PER_MARGIN = 3.0
FEWEST_ITEMS = 10
_POWERLESS_SHARE = 0.5
_TAIL = 0.05
_DECIMALS = 12


@dataclass(frozen=True, slots=True)
class Homogeneity:
    """Items measured in portions, one characteristic; in its unit, None where undefined.

    `s_x` is the standard deviation of the item means, `s_w` within items, `s_s` between items. `limit` is
    0.3 sigma_pt and `sufficient` whether s_s keeps it (B.2.2); the expanded criterion (B.2.3) allows for the
    uncertainty of s_s. `portions` is the number per item (harmonic mean), `cochran` tests their variances.
    """

    items: int
    portions: float | None
    mean: float | None
    s_x: float | None
    s_w: float | None
    s_s: float | None
    s_s_interval: Interval | None
    limit: float
    sufficient: bool | None
    expanded_limit: float | None
    sufficient_expanded: bool | None
    cochran: OutlierTest
    notes: tuple[Note, ...]


def sigma_from_margin(margin: float) -> float:
    """Return the sigma_pt that an equivalence margin stands for: a third, so that 3 sigma_pt fill it.

    The criterion is then s_s <= 0.1 margin. A study of equivalence needs it, or differences between items
    pass for differences between laboratories.
    """
    return margin / SIGMAS_PER_MARGIN


@cache
def expansion(items: int, portions: float) -> tuple[float, float]:
    """Return F1 and F2 of the expanded criterion for two items and more than one portion, at least (B.2.3)."""
    df_items, df_portions = items - 1, items * (portions - 1)
    first = 2 * float(special.gammaincinv(df_items / 2, 1 - _TAIL)) / df_items
    return first, (float(special.fdtri(df_items, df_portions, 1 - _TAIL)) - 1) / portions


def homogeneity_of(cells: Cells, sigma_pt: float) -> Homogeneity:
    """Judge the one level of `cells`, whose laboratories are the items, their replicates the portions (B.3).

    Items with fewer portions count by their own number (the mean of 1 / m takes the place of 1 / m). Without
    any replicates s_s is the standard deviation of the results, too large rather than too small (B.1.2).
    Raises ValueError unless sigma_pt is positive and the cells have one level.
    """
    moments = one_level(cells, sigma_pt)
    counts = moments.counts[moments.present]
    precision, limit = precision_of(moments), SHARE_OF_SIGMA * sigma_pt
    portions = float(counts.size / (1 / counts).sum())
    s_x, s_w = _number(precision.s_x[0]), _number(float(np.sqrt(precision.s_r2[0])))
    s_s = s_x if s_x is None or s_w is None else sqrt(max(0.0, s_x**2 - s_w**2 / portions))
    expanded = _expanded(counts.size, portions, limit, s_w)
    cochran = cochran_tests(moments, cells.labs)[0]
    return Homogeneity(
        items=counts.size,
        portions=portions,
        mean=float(cells.offsets[0]) + _centre(moments),
        s_x=s_x,
        s_w=s_w,
        s_s=s_s,
        s_s_interval=between_intervals(moments)[0],
        limit=limit,
        sufficient=_keeps(s_s, limit),
        expanded_limit=expanded,
        sufficient_expanded=_keeps(s_s, expanded),
        cochran=cochran,
        notes=tuple(_notes(counts.size, s_w, sigma_pt, cochran)),
    )


def one_level(cells: Cells, sigma_pt: float) -> Moments:
    """Return the moments of cells with one level; ValueError for another number, or no positive sigma_pt."""
    if not sigma_pt > 0:
        raise ValueError("A check of the items needs a positive sigma_pt or margin.")
    if len(cells.levels) != 1:
        raise ValueError("A check of the items judges one characteristic at a time.")
    return moments_of(cells)


def _centre(moments: Moments) -> float:
    return float(centre_of(moments, moments.present.astype(np.int64))[0])


def _expanded(items: int, portions: float, limit: float, s_w: float | None) -> float | None:
    if items == 1 or s_w is None:
        return None
    first, second = expansion(items, portions)
    return sqrt(first * limit**2 + second * s_w**2)


def _keeps(figure: float | None, limit: float | None) -> bool | None:
    # On the limit is within it, also where float64 has it a last digit above.
    return None if figure is None or limit is None else round(figure / limit, _DECIMALS) <= 1


def _notes(items: int, s_w: float | None, sigma_pt: float, cochran: OutlierTest) -> Iterator[Note]:
    if items < FEWEST_ITEMS:
        yield cautions.FEW_ITEMS
    if s_w is None:
        yield cautions.SINGLE_PORTIONS
    elif s_w >= _POWERLESS_SHARE * sigma_pt:
        yield cautions.POWERLESS_CHECK
    if cochran.verdict == "outlier":
        yield cautions.outlying_item(cochran.suspects[0])


def _number(value: float) -> float | None:
    return None if isnan(value) else float(value)
