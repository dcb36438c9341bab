"""Grubbs' test inside one cell: one bad value may be all that makes a laboratory's variance too large."""

import numpy as np

from . import critical
from .cells import Floats
from .grubbs import FEWEST_LABS, single_p_value
from .verdicts import OutlierTest, verdict_of_large

FEWEST_RESULTS = FEWEST_LABS


def within_cell(values: Floats, lab: str) -> tuple[int, OutlierTest] | None:
    """Test the value of a cell that lies farthest from its mean (ISO 5725-2, 7.3.4, on the cell's own results).

    `values` are the results of laboratory `lab` at one level, NaN where there is none. Gives the place of the
    suspected value and the test, whose critical values are for both ends together, as among means. None below
    four results: of three the largest possible G is the critical value itself, so nothing can be shown.
    """
    count = int(np.isfinite(values).sum())
    if count < FEWEST_RESULTS:
        return None
    away = values - np.nanmean(values)
    place = int(np.nanargmax(np.abs(away)))
    statistic = float(abs(away[place]) / np.sqrt(np.nansum(away**2) / (count - 1)))
    pair = critical.grubbs_pair(count)
    return place, OutlierTest(
        statistic=statistic,
        suspects=(lab,),
        critical=pair,
        p_value=float(single_p_value(count, np.array(statistic))),
        verdict=verdict_of_large(statistic, pair),
        replicates=count,
    )
