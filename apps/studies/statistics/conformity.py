"""A mean with its uncertainty against a specification: guarded acceptance (JCGM 106:2012, clause 8.3)."""

from dataclasses import dataclass
from typing import Final, Literal

from scipy import special

from .figures import Interval

COVERAGE: Final = 2
"""k of the expanded uncertainty that is the guard band, about 95 % (JCGM 100, 6.3)."""

Conformity = Literal["within", "outside", "undecided"]


@dataclass(frozen=True, slots=True)
class Conformance:
    """The verdict, the interval it rests on, and the probability that the true value meets the limits.

    `acceptance` is where a mean of this uncertainty would be accepted; None where the guard bands leave no
    room. The probability is of a normal distribution about the mean (JCGM 106, 7.2); for an uncertainty of
    0 it is 1 or 0.
    """

    verdict: Conformity
    interval: Interval
    acceptance: tuple[float | None, float | None] | None
    probability: float


def conformance(
    mean: float, u_mean: float, lower: float | None, upper: float | None, *, coverage: float = COVERAGE
) -> Conformance:
    """Judge a mean with its standard uncertainty against one limit or two; a limit itself conforms.

    Within only if the whole interval mean +- coverage * u lies between the limits, outside only if it lies
    beyond one of them. ValueError without limits, for crossed ones and for a negative uncertainty.
    """
    _check(u_mean, lower, upper)
    guard = coverage * u_mean
    interval = Interval(mean - guard, mean + guard)
    return Conformance(
        verdict=_verdict(interval, lower, upper),
        interval=interval,
        acceptance=_acceptance(guard, lower, upper),
        probability=_probability(mean, u_mean, lower, upper),
    )


def _check(u_mean: float, lower: float | None, upper: float | None) -> None:
    if lower is None and upper is None:
        raise ValueError("There is no limit to judge against.")
    if lower is not None and upper is not None and lower > upper:
        raise ValueError("The lower limit is above the upper one.")
    if not u_mean >= 0:
        raise ValueError("A standard uncertainty is not negative.")


def _verdict(interval: Interval, lower: float | None, upper: float | None) -> Conformity:
    if (lower is None or interval.low >= lower) and (upper is None or interval.high <= upper):
        return "within"
    below = lower is not None and interval.high < lower
    above = upper is not None and interval.low > upper
    return "outside" if below or above else "undecided"


def _acceptance(
    guard: float, lower: float | None, upper: float | None
) -> tuple[float | None, float | None] | None:
    low = None if lower is None else lower + guard
    high = None if upper is None else upper - guard
    return None if low is not None and high is not None and low > high else (low, high)


def _probability(mean: float, u_mean: float, lower: float | None, upper: float | None) -> float:
    if u_mean == 0:
        return float((lower is None or mean >= lower) and (upper is None or mean <= upper))
    below = 0.0 if lower is None else float(special.ndtr((lower - mean) / u_mean))
    above = 0.0 if upper is None else float(special.ndtr((mean - upper) / u_mean))
    return max(0.0, 1 - below - above)
