"""Few values of one cell against each other: factors, and Grubbs' test with a look at the rounding."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import fsum, sqrt
from typing import Final

from apps.studies.statistics.critical import OUTLIER_LEVEL, grubbs

Value = Decimal

FACTORS: Final = {"1.8": 0.03, "10": 0.1, "100": 0.1, "1000": 0.1}
"""Factors of a slip (1.8: degrees Fahrenheit for Celsius), each with how far off it may be, as a share."""

FEWEST_FOR_GRUBBS: Final = 4
"""Values below which the test can find nothing at 1 %."""

STEPS: Final = 3
"""Steps of the last digit that a value may always lie off."""


def median_of(values: Sequence[Value]) -> Value:
    """Give the middle of values, or the mean of the two middle ones."""
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2


def farthest(values: Mapping[int, Value]) -> int:
    """Give the number of the value that is farthest from the median."""
    middle = median_of(list(values.values()))
    return max(values, key=lambda number: abs(values[number] - middle))


def nearest_factor(value: Value, others: Sequence[Value]) -> str:
    """Give by which factor a value is off the median of the others (`10`, `1/10`), or nothing.

    The others must agree better than that: within a quarter of what the factor adds.
    """
    median = median_of(others)
    if not median or not value or (value < 0) != (median < 0):
        return ""
    ratio, spread = float(value / median), float((max(others) - min(others)) / abs(median))
    for text, share in FACTORS.items():
        factor = float(text)
        if spread <= (factor - 1) / 4:
            if abs(ratio / factor - 1) <= share:
                return text
            if abs(ratio * factor - 1) <= share:
                return f"1/{text}"
    return ""


def lies_apart(value: Value, others: Sequence[Value]) -> bool:
    """Tell whether a value is an outlier of its cell by Grubbs' test at 1 % (ISO 5725-2, 7.3.4).

    Not if it lies within three steps of the last digit: rounding alone does that.
    """
    values = [value, *others]
    if len(values) < FEWEST_FOR_GRUBBS or abs(value - median_of(others)) <= STEPS * last_digit(values):
        return False
    shifted = [float(one - value) for one in values]  # a common part would cost digits of the spread
    mean = fsum(shifted) / len(shifted)
    spread = sqrt(fsum((one - mean) ** 2 for one in shifted) / (len(shifted) - 1))
    return abs(mean) / spread > grubbs(len(values), OUTLIER_LEVEL)


def last_digit(values: Sequence[Value]) -> Value:
    """Give the finest digit among values as reported."""
    exponents = [at for value in values if isinstance(at := value.as_tuple().exponent, int)]
    return Decimal((0, (1,), min(exponents)))
