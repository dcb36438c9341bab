"""Mandel's h and k: each laboratory's mean and spread against the others' (ISO 5725-2, 7.3.1).

They are for the eye, over all levels of a laboratory; a verdict here is a mark on the picture, not an
exclusion.
"""

import numpy as np

from . import critical, notes
from .cells import Floats
from .critical import Critical
from .grubbs import FEWEST_LABS
from .moments import Moments, centre_of, deviations, ratio
from .notes import Note
from .verdicts import Verdict, verdict_of_large


def mandel_h(moments: Moments, s_x: Floats) -> Floats:
    """Return h (levels, labs): cell mean minus the mean of cell means, over their SD `s_x` (levels,).

    Zero where all means are equal; NaN in empty cells and where a level has one laboratory.
    """
    away = deviations(moments, centre_of(moments, moments.present.astype(np.int64)))
    scaled = np.where(s_x[:, None] == 0, 0.0, ratio(away, s_x[:, None]))
    return np.where(moments.present, scaled, np.nan)


def mandel_k(moments: Moments, s_r2: Floats) -> Floats:
    """Return k (levels, labs): cell SD over s_r; NaN for cells of one result, and if s_r is 0 or NaN."""
    return np.sqrt(ratio(moments.variances, s_r2[:, None]))


def h_critical(labs: int) -> Critical | None:
    """Return the critical values of |h|; None below four laboratories, where h cannot exceed them."""
    return critical.mandel_h_pair(labs) if labs >= FEWEST_LABS else None


def h_note(labs: int, s_x: float) -> Note | None:
    """Why the laboratories of a level have no verdict on h."""
    if labs >= FEWEST_LABS:
        return notes.EQUAL_MEANS if s_x == 0 else None
    return notes.TOO_FEW_FOR_H if labs > 1 else notes.ONE_LABORATORY


def k_critical(replicates: int, df_total: int) -> Critical | None:
    """Return the critical values of k for a cell; None unless other cells have degrees of freedom as well."""
    return critical.mandel_k_pair(replicates - 1, df_total) if 1 < replicates <= df_total else None


def k_note(replicated: int, df_total: int, s_r2: float) -> Note | None:
    """Why no laboratory of a level has a verdict on k (`replicated`: the number of cells with replicates)."""
    if df_total == 0:
        return notes.NO_REPLICATES
    if replicated == 1:
        return notes.TOO_FEW_CELLS
    return notes.ZERO_REPEATABILITY if s_r2 == 0 else None


def verdict(statistic: float | None, limits: Critical | None) -> Verdict | None:
    """Word for one h or k, by its size; None where either is undefined."""
    return None if statistic is None or limits is None else verdict_of_large(abs(statistic), limits)
