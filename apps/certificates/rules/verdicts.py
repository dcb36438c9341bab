"""The verdict on a characteristic, with its uncertainty as guard band (JCGM 106:2012, 8.3.2)."""

from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Final

PASS, FAIL, INCONCLUSIVE, NOT_ASSESSED = "pass", "fail", "inconclusive", "not-assessed"
COVERAGE_FACTOR: Final = 2
SIGNIFICANT: Final = 2
FEWEST_DIGITS: Final = 6  # of a number that has no uncertainty to say how many it deserves


def expanded(u: Decimal | None) -> Decimal | None:
    """Give the expanded uncertainty U = k·u with k = 2, about 95 %."""
    return None if u is None else COVERAGE_FACTOR * u


def verdict(
    mean: Decimal | None, uncertainty: Decimal | None, lower: Decimal | None, upper: Decimal | None
) -> str:
    """Judge mean ± U against limits, all in the characteristic's unit.

    It passes if the whole interval lies within the limits (on the limit is within), fails if the whole
    interval lies outside, and is inconclusive otherwise, also where U is not known.
    """
    if (lower is None and upper is None) or mean is None:
        return NOT_ASSESSED
    if uncertainty is None:
        return INCONCLUSIVE
    low, high = mean - uncertainty, mean + uncertainty
    if (lower is not None and high < lower) or (upper is not None and low > upper):
        return FAIL
    within = (lower is None or low >= lower) and (upper is None or high <= upper)
    return PASS if within else INCONCLUSIVE


def rounded(mean: Decimal | None, uncertainty: Decimal | None) -> tuple[str, str]:
    """Write a mean and its U for print: U to two significant digits, the mean to the same decimal."""
    if mean is None:
        return "", ""
    if not uncertainty:
        return significant(mean, FEWEST_DIGITS), "" if uncertainty is None else "0"
    shown = _to_digits(uncertainty, SIGNIFICANT)
    step = Decimal(1).scaleb(int(shown.as_tuple().exponent))
    return plain(_without_noise(mean).quantize(step, ROUND_HALF_EVEN)), plain(shown)


def significant(value: Decimal | None, digits: int = SIGNIFICANT) -> str:
    """Write a number to so many significant digits, without an exponent."""
    if value is None:
        return ""
    return plain(_to_digits(value, digits)) if value else "0"


def plain(value: Decimal | None) -> str:
    """Write a decimal without an exponent; nothing for None."""
    return "" if value is None else format(value, "f")


def trimmed(value: Decimal | None) -> str:
    """Write a limit without the zeros that the database column adds."""
    return "" if value is None else format(value.normalize(), "f")


def _without_noise(value: Decimal) -> Decimal:
    """Drop what binary arithmetic left at the 16th digit: 4.394500000000001 is the tie 4.3945."""
    return Context(prec=15).plus(value)


def _to_digits(value: Decimal, digits: int) -> Decimal:
    value = _without_noise(value)
    shown = value.quantize(Decimal(1).scaleb(value.adjusted() - digits + 1), ROUND_HALF_EVEN)
    if shown.adjusted() > value.adjusted():  # 9.96 becomes 10, which has one digit more
        shown = shown.quantize(Decimal(1).scaleb(shown.adjusted() - digits + 1), ROUND_HALF_EVEN)
    return shown
