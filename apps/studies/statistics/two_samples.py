"""Two one-sided tests on two samples of independent results: for one laboratory alone.

Results of several laboratories are not independent: pooled like this, a difference at the margin is called
equivalent in 7 to 9 % of the cases instead of 5 %. There the block analysis of `equivalence` is the right one.
"""

from dataclasses import dataclass

import numpy as np

from .cells import Floats
from .tost import ALPHA, Decision, Margins, Tost, decided, tost

FEWEST = 2
"""Results a sample needs to have a standard deviation."""


@dataclass(frozen=True, slots=True)
class TwoSamples:
    """Mean of the first sample minus that of the second, and the test of it."""

    difference: float
    se: float
    df: float
    test: Tost
    decision: Decision


def two_samples_of(
    first: Floats, second: Floats, margins: Margins, *, alpha: float = ALPHA, pooled: bool = False
) -> TwoSamples:
    """Compare the means of two samples of two results or more, with Welch's or with `pooled` variances.

    Without spread in both samples Welch's degrees of freedom are those of the pooled test. ValueError for
    a shorter sample.
    """
    if min(first.size, second.size) < FEWEST:
        raise ValueError("Each sample needs two results.")
    degrees = np.array([first.size - 1, second.size - 1])
    variances = np.array([first.var(ddof=1), second.var(ddof=1)])
    df = float(degrees.sum())
    if pooled:
        variances = np.full(2, float(degrees @ variances) / df)
    shares = variances / (degrees + 1)
    se = float(np.sqrt(shares.sum()))
    if not pooled and se > 0:
        df = float(shares.sum() ** 2 / (shares**2 / degrees).sum())
    difference = float(first.mean() - second.mean())
    test = tost(difference, se, df, margins, alpha)
    return TwoSamples(difference, se, df, test, decided(test.interval, margins))
