"""The Qn estimator of a standard deviation (ISO 13528, C.5.2.1 as amended by Amd 1:2026)."""

import numpy as np

from .cells import Floats
from .couples import couples

# 1 / (sqrt(2) Phi^-1(5/8)) = 2.2191; the 2022 edition printed 2.2219.
_FACTOR = 2.2191
# Table C.2: b_p for 2 to 12 laboratories.
_SMALL = (0.3994, 0.9937, 0.5132, 0.8440, 0.6122, 0.8588, 0.6699, 0.8734, 0.7201, 0.8891, 0.7574)
_FEWEST = 2


def qn_scale(values: Floats) -> float:
    """Return Qn of values (labs,) without gaps; NaN for fewer than two.

    The k-th smallest difference, k = h (h - 1) / 2 with h = floor(p / 2) + 1 (Rousseeuw and Croux, J. Am.
    Stat. Assoc. 88 (1993) 1273).
    """
    labs = values.size
    if labs < _FEWEST:
        return float("nan")
    first, second = couples(labs)
    half = labs // 2 + 1
    rank = half * (half - 1) // 2
    differences = np.partition(np.abs(values[first] - values[second]), rank - 1)
    return _FACTOR * _correction(labs) * float(differences[rank - 1])


def _correction(labs: int) -> float:
    if labs < len(_SMALL) + _FEWEST:
        return _SMALL[labs - _FEWEST]
    inverse = 1 / labs
    if labs % 2:
        excess = inverse * (1.6019 + inverse * (-2.128 - 5.172 * inverse))
    else:
        excess = inverse * (3.6756 + inverse * (1.965 + inverse * (6.987 - 77 * inverse)))
    return 1 / (1 + excess)
