"""Algorithm S: a robust pooled value of standard deviations or ranges (ISO 13528, C.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy import special

from . import cautions, notes
from .cells import Floats
from .notes import Note

_TAIL = 0.1
# Table C.1: eta and xi for 1 to 10 degrees of freedom. The printed xi for 6 and 10 are not the rounded exact
# ones (1.023 and 1.016).
_PRINTED = (
    (1.645, 1.097),
    (1.517, 1.054),
    (1.444, 1.039),
    (1.395, 1.032),
    (1.359, 1.027),
    (1.332, 1.024),
    (1.310, 1.021),
    (1.292, 1.019),
    (1.277, 1.018),
    (1.264, 1.017),
)
_TOLERANCE = 1e-10
_COLLAPSED = 1e-9
_MOST_STEPS = 100_000


@dataclass(frozen=True, slots=True)
class PooledSpread:
    """The robust pooled value `w` in the unit of the results, None where undefined (`notes` say why).

    `df` are the degrees of freedom of each value, `eta` and `xi` the limit and adjustment factors used.
    """

    w: float | None
    values: int
    df: int
    eta: float
    xi: float
    notes: tuple[Note, ...] = ()


@cache
def factors(df: int, *, exact: bool = False) -> tuple[float, float]:
    """Return the limit factor eta and the adjustment factor xi, as printed up to 10 `df` unless `exact`.

    eta is the 90 % point of the normalised value, xi makes the pooled variance unbiased for normal data.
    """
    if not exact and df <= len(_PRINTED):
        return _PRINTED[df - 1]
    eta2 = 2 * float(special.gammaincinv(df / 2, 1 - _TAIL)) / df
    kept = float(special.gammainc((df + 2) / 2, df * eta2 / 2))
    return eta2**0.5, (kept + _TAIL * eta2) ** -0.5


def pooled_spread(spreads: Sequence[float], df: int, *, exact: bool = False) -> PooledSpread:
    """Pool standard deviations of `df` degrees of freedom each (ranges of two results: `df` 1).

    NaN stands for a missing value. Raises ValueError for a negative or infinite one, or `df` below 1.
    """
    values = np.sort(np.asarray(spreads, dtype=np.float64))
    values = values[~np.isnan(values)]
    if df < 1 or (values < 0).any() or np.isinf(values).any():
        raise ValueError(
            "Standard deviations are finite and not negative, their degrees of freedom at least 1."
        )
    eta, xi = factors(df, exact=exact)
    if not values.size:
        return PooledSpread(None, 0, df, eta, xi, (notes.NO_RESULTS,))
    if values[-1] == 0:
        return PooledSpread(0.0, values.size, df, eta, xi, (notes.ZERO_REPEATABILITY,))
    pooled = _iterate(values, eta, xi)
    said = (cautions.COLLAPSED_SCALE,) if pooled is None else ()
    return PooledSpread(pooled, values.size, df, eta, xi, said)


def _iterate(values: Floats, eta: float, xi: float) -> float | None:
    start = float(np.median(values)) or float(np.sqrt((values**2).mean()))
    pooled = start
    for _ in range(_MOST_STEPS):
        kept = np.minimum(values, eta * pooled)
        last, pooled = pooled, xi * float(np.sqrt((kept**2).mean()))
        # Where all values below the limit are zero, the result shrinks by the same factor for ever.
        shrinking = pooled < last and not values[values <= eta * last].any()
        if shrinking or pooled < _COLLAPSED * start:
            return None
        if abs(pooled - last) <= _TOLERANCE * pooled:
            return pooled
    return None
