"""Critical values in closed form, each cached: a study asks for few of them, many times."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy import special

OUTLIER_LEVEL = 0.01
STRAGGLER_LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Critical:
    """The values at 1 % (outlier) and 5 % (straggler), ISO 5725-2, 7.3.2."""

    one_percent: float
    five_percent: float


@cache
def cochran(labs: int, replicates: int, alpha: float) -> float:
    """Upper critical value of C for `labs` >= 2 cells of `replicates` >= 2 results (ISO 5725-2, 7.3.3)."""
    nu = replicates - 1
    return float(special.betainccinv(nu / 2, (labs - 1) * nu / 2, alpha / labs))


def cochran_p_value(labs: int, replicates: int, statistic: float) -> float:
    """Probability of a C at least this large: exact above 1/2, a little too large below (Bonferroni)."""
    nu = replicates - 1
    return min(1.0, labs * float(special.betaincc(nu / 2, (labs - 1) * nu / 2, statistic)))


@cache
def grubbs(labs: int, alpha: float) -> float:
    """Critical value of one outlying mean among `labs` >= 3, both ends together `alpha` (ISO 5725-2, 7.3.4).

    Grubbs and Beck, Technometrics 14 (1972).
    """
    return _studentised(labs, alpha / (2 * labs))


@cache
def mandel_h(labs: int, alpha: float) -> float:
    """Critical value of |h| among `labs` >= 3, both sides together `alpha` (ISO 5725-2, 7.3.1)."""
    return _studentised(labs, alpha / 2)


def _studentised(labs: int, tail: float) -> float:
    t = float(special.stdtrit(labs - 2, 1 - tail))
    return float((labs - 1) * t / np.sqrt(labs * (labs - 2 + t * t)))


@cache
def mandel_k(df_cell: int, df_total: int, alpha: float) -> float:
    """Upper critical value of k for a cell with `df_cell` of the level's `df_total` degrees of freedom.

    Also for unequal numbers of results: k^2 df_cell / df_total has a beta distribution (ISO 5725-2, 7.3.1).
    """
    share = special.betainccinv(df_cell / 2, (df_total - df_cell) / 2, alpha)
    return float(np.sqrt(df_total / df_cell * share))


@cache
def cochran_pair(labs: int, replicates: int) -> Critical:
    """Cochran's C at 1 % and 5 %."""
    return Critical(cochran(labs, replicates, OUTLIER_LEVEL), cochran(labs, replicates, STRAGGLER_LEVEL))


@cache
def grubbs_pair(labs: int) -> Critical:
    """Grubbs' G at 1 % and 5 %."""
    return Critical(grubbs(labs, OUTLIER_LEVEL), grubbs(labs, STRAGGLER_LEVEL))


@cache
def mandel_h_pair(labs: int) -> Critical:
    """Mandel's |h| at 1 % and 5 %."""
    return Critical(mandel_h(labs, OUTLIER_LEVEL), mandel_h(labs, STRAGGLER_LEVEL))


@cache
def mandel_k_pair(df_cell: int, df_total: int) -> Critical:
    """Mandel's k at 1 % and 5 %."""
    return Critical(mandel_k(df_cell, df_total, OUTLIER_LEVEL), mandel_k(df_cell, df_total, STRAGGLER_LEVEL))
