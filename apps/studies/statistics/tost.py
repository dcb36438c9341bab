"""Two one-sided tests: is a difference certainly inside its margins? (Schuirmann 1987; ASTM E2935)."""

from dataclasses import dataclass
from math import inf, isfinite, log
from typing import Final, Literal, Self

from scipy import special

from .figures import Interval

ALPHA: Final = 0.05
"""Error of each of the two tests; the interval beside them is of 100 (1 - 2 alpha) %."""

Decision = Literal["equivalent", "different", "inconclusive"]
"""Inside the margins; wholly beyond one of them; neither. "Not different" is never "equivalent"."""


@dataclass(frozen=True, slots=True)
class Margins:
    """The differences that still count as equivalent: low < 0 < high, of the logarithm where it is a ratio."""

    low: float
    high: float

    def __post_init__(self) -> None:
        """Refuse margins that no difference of zero lies between (ValueError)."""
        if not (self.low < 0 < self.high and isfinite(self.low) and isfinite(self.high)):
            raise ValueError("A lower margin lies below no difference, an upper margin above it.")

    @classmethod
    def around(cls, high: float, low: float | None = None) -> Self:
        """Margins of a difference: -`low` to `high`, both as positive numbers; symmetric without `low`."""
        return cls(-(high if low is None else low), high)

    @classmethod
    def of_ratio(cls, high: float, low: float | None = None) -> Self:
        """Margins of a ratio such as 1.25 and 0.8; without `low` it is 1 / `high`."""
        if not (high > 1 and (low is None or 0 < low < 1)):
            raise ValueError("The upper margin of a ratio is above 1, the lower one between 0 and 1.")
        return cls(-log(high) if low is None else log(low), log(high))


@dataclass(frozen=True, slots=True)
class Tost:
    """The answer: interval, both one-sided p-values and the larger, p of the usual test of no difference."""

    interval: Interval
    p_lower: float
    p_upper: float
    p_value: float
    p_difference: float


def tost(difference: float, se: float, df: float, margins: Margins, alpha: float = ALPHA) -> Tost:
    """Test a difference with its standard error on `df` degrees of freedom.

    `p_lower` is of the hypothesis that the difference is at or below the lower margin, `p_upper` at or above
    the upper one. A standard error of 0 leaves an interval without width and p-values of 0 or 1.
    """
    if not 0 < alpha < 0.5:  # noqa: PLR2004 -- above a half the interval turns inside out
        raise ValueError("Alpha lies between 0 and 0.5.")
    reach = float(special.stdtrit(df, 1 - alpha)) * se
    interval = Interval(difference - reach, difference + reach)
    p_lower = upper_tail(difference - margins.low, se, df)
    p_upper = upper_tail(margins.high - difference, se, df)
    return Tost(
        interval=interval,
        p_lower=p_lower,
        p_upper=p_upper,
        p_value=max(p_lower, p_upper),
        p_difference=2 * upper_tail(abs(difference), se, df) if difference else 1.0,
    )


def decided(interval: Interval, margins: Margins) -> Decision:
    """Say what an interval shows: ends on a margin are not inside."""
    if margins.low < interval.low and interval.high < margins.high:
        return "equivalent"
    beyond = interval.high < margins.low or interval.low > margins.high
    return "different" if beyond else "inconclusive"


def upper_tail(distance: float, se: float, df: float) -> float:
    """Probability of a t at least distance / se; for se = 0 it is 0 where the distance is positive, else 1."""
    if se == 0:
        return 0.0 if distance > 0 else 1.0
    t = distance / se
    return 0.0 if t == inf else float(special.stdtr(df, -t))
