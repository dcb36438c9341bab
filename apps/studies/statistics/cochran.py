"""Cochran's test: is one laboratory's variance too large? (ISO 5725-2, 7.3.3)."""

import numpy as np

from . import critical, notes
from .moments import Integers, Moments
from .verdicts import OutlierTest, verdict_of_large

# Fewer cells cannot be compared; and for two of two results the critical C is .9985 of the possible 1.
_FEWEST = 2


def cochran_tests(moments: Moments, labs: tuple[str, ...]) -> tuple[OutlierTest, ...]:
    """Test the largest variance of every level, cells with one result left out.

    With unequal cells the critical values are those of the most frequent number of results, of equally
    frequent ones the smaller (the more cautious); the note of the answer says so.
    """
    variances = np.where(moments.replicated, moments.variances, 0.0)
    largest, sums = variances.argmax(axis=1).tolist(), variances.sum(axis=1).tolist()
    peaks = variances.max(axis=1).tolist()
    return tuple(
        _test(counts[counts > 1], peak, total, labs[suspect])
        for counts, peak, total, suspect in zip(moments.counts, peaks, sums, largest, strict=True)
    )


def _test(counts: Integers, peak: float, total: float, suspect: str) -> OutlierTest:
    if counts.size < _FEWEST:
        return OutlierTest(note=notes.TOO_FEW_CELLS)
    if total == 0:
        return OutlierTest(note=notes.ZERO_REPEATABILITY)
    laboratories, replicates = counts.size, int(np.bincount(counts).argmax())
    if laboratories == replicates == _FEWEST:
        return OutlierTest(note=notes.TWO_PAIRS)
    statistic, pair = peak / total, critical.cochran_pair(laboratories, replicates)
    least, most = int(counts.min()), int(counts.max())
    return OutlierTest(
        statistic=statistic,
        suspects=(suspect,),
        critical=pair,
        p_value=critical.cochran_p_value(laboratories, replicates, statistic),
        verdict=verdict_of_large(statistic, pair),
        laboratories=laboratories,
        replicates=replicates,
        note=None if least == most else notes.modal_replicates(least, most, replicates),
    )
