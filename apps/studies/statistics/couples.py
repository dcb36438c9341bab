"""Every two of many, for estimators that work on differences."""

from functools import lru_cache

import numpy as np

from .moments import Integers


@lru_cache(
    maxsize=2
)  # the levels of a study have about as many laboratories each; a large one takes megabytes
def couples(count: int) -> tuple[Integers, Integers]:
    """Return the places of all couples of `count` values, first and second, shape (count (count - 1) / 2,)."""
    first, second = np.triu_indices(count, 1)
    first.setflags(write=False)
    second.setflags(write=False)
    return first, second
