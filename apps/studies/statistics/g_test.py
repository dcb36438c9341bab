"""'t Lam's G: Cochran's test for cells of different size, without pretending that they are alike.

R. U. E. 't Lam, Scrutiny of variance results for outliers: Cochran's test optimized, Anal. Chim. Acta 659
(2010) 68. For equal cells it is Cochran's test.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from . import notes
from .cells import Cells, Floats
from .critical import OUTLIER_LEVEL, STRAGGLER_LEVEL
from .moments import Integers, moments_of
from .notes import Note
from .verdicts import Verdict

_FEWEST = 2


@dataclass(frozen=True, slots=True)
class GTest:
    """The cell whose share of the sum of squares, the `statistic` G, is the least likely for its degrees of freedom.

    `p_value` is for the whole level (Bonferroni). Undefined figures are None, and `note` says why.
    """

    lab: str | None = None
    statistic: float | None = None
    p_value: float | None = None
    verdict: Verdict | None = None
    note: Note | None = None


def g_tests(cells: Cells) -> tuple[GTest, ...]:
    """Test the cells with two results or more at every level: G_i = nu_i s_i^2 / sum nu s^2 is beta distributed."""
    moments = moments_of(cells)
    df = np.maximum(moments.counts - 1, 0)
    squares = np.where(df > 0, df * moments.variances, 0.0)
    return tuple(
        _test(tuple(np.array(cells.labs)[row > 0].tolist()), row[row > 0], found[row > 0])
        for row, found in zip(df, squares, strict=True)
    )


def _test(labs: tuple[str, ...], df: Integers, squares: Floats) -> GTest:
    total, df_total = float(squares.sum()), int(df.sum())
    if len(labs) < _FEWEST:
        return GTest(note=notes.TOO_FEW_CELLS)
    if total == 0:
        return GTest(note=notes.ZERO_REPEATABILITY)
    tails = special.betaincc(df / 2, (df_total - df) / 2, squares / total)
    at = int(tails.argmin())
    p_value = min(1.0, len(labs) * float(tails[at]))
    return GTest(labs[at], float(squares[at]) / total, p_value, _verdict(p_value))


def _verdict(p_value: float) -> Verdict:
    if p_value >= STRAGGLER_LEVEL:
        return "accepted"
    return "straggler" if p_value >= OUTLIER_LEVEL else "outlier"
