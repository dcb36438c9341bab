"""Results that come with a standard uncertainty, or with a standard deviation to make one of."""

from collections.abc import Iterable
from decimal import Decimal

import numpy as np

from .cells import Cells, Floats

Measured = tuple[str, Decimal, Decimal | float | None]
Summary = tuple[str, Decimal, Decimal | float | None, int]


def measured(summaries: Iterable[Summary], *, pooled: bool = False) -> list[Measured]:
    """Turn (lab, mean, sd, n) into (lab, mean, u): u = sd / sqrt(n), or with one s_r for all if `pooled`.

    A laboratory's own sd of few results is a poor weight; the pooled one is the root of the mean variance,
    weighted by degrees of freedom. An absent sd (or n below 1) gives no u, unless pooled.
    """
    rows = [(lab, mean, None if sd is None else float(sd), n) for lab, mean, sd, n in summaries]
    known = [(sd, n - 1) for _, _, sd, n in rows if sd is not None and n > 1]
    degrees = sum(df for _, df in known)
    common = (sum(sd**2 * df for sd, df in known) / degrees) ** 0.5 if pooled and degrees else None
    return [(lab, mean, _own(common if pooled else sd, n)) for lab, mean, sd, n in rows]


def arranged(results: Iterable[Measured]) -> tuple[Cells, Floats]:
    """Return the values as one level of cells, and the uncertainties (labs,), NaN where absent."""
    rows = list(results)
    cells = Cells.from_results((lab, "", 0, value) for lab, value, _ in rows)
    given = {lab: float("nan") if u is None else float(u) for lab, _, u in rows}
    return cells, np.array([given[lab] for lab in cells.labs])


def _own(sd: float | None, n: int) -> float | None:
    return None if sd is None or n < 1 else sd / n**0.5
