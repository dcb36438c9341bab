"""Numbers, quantities and days in the reader's language (Babel's data)."""

from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from functools import cache
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, get_decimal_symbol, get_group_symbol, get_minus_sign_symbol
from django import template
from django.utils import timezone
from django.utils.translation import get_language

register = template.Library()
NOTHING = "–"
MANY_DIGITS = Context(prec=400, rounding=ROUND_HALF_EVEN)


def language() -> str:
    """Give the language of the page, for Babel."""
    return (get_language() or "en").split("-")[0]


@register.filter
def number(value: Any, places: int | str = "") -> str:
    """Write a number with the language's decimal sign; `places` fixes the decimals."""
    if value in (None, ""):
        return NOTHING
    decimal = Decimal(str(value))
    if places == "":
        exponent = decimal.as_tuple().exponent
        places = max(0, -exponent) if isinstance(exponent, int) else 0
    try:
        rounded = decimal.quantize(Decimal((0, (1,), -int(places))), context=MANY_DIGITS)
    except InvalidOperation:  # no number, or one of a thousand digits
        return format_decimal(decimal, format="#,##0", locale=language())
    return f"{rounded:,f}".translate(_signs(language()))


@cache
def _signs(locale: str) -> dict[int, str]:
    """Give the language's signs for those of a program. A table has thousands of numbers: Babel is asked once."""
    signs = {
        ",": get_group_symbol(locale),
        ".": get_decimal_symbol(locale),
        "-": get_minus_sign_symbol(locale),
    }
    return str.maketrans(signs)


@register.filter
def percent(value: Any, places: int = 1) -> str:
    """Write a share (0 to 1) as a percentage in the language's own way."""
    if value in (None, ""):
        return NOTHING
    shown = number(Decimal(str(value)) * 100, places)
    return f"%{shown}" if language() == "tr" else f"{shown} %"


@register.filter
def day(value: date | None) -> str:
    """Write a day in words: 3 May 2026."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return format_date(value, "d MMMM y", locale=language())


@register.filter
def month(value: date) -> str:
    """Write a month in words: May 2026."""
    return format_date(value, "LLLL y", locale=language())


@register.filter
def moment(value: datetime | None) -> str:
    """Write a moment in words: 3 May 2026, 10:12."""
    if value is None:
        return NOTHING
    return format_datetime(timezone.localtime(value), "d MMMM y, HH:mm", locale=language())
