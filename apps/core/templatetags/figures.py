"""Numbers, quantities and days in the reader's language (Babel's data)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from django import template
from django.utils import timezone
from django.utils.translation import get_language

register = template.Library()
NOTHING = "–"


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
    digits = "0" * int(places)
    pattern = f"#,##0.{digits}" if digits else "#,##0"
    return format_decimal(decimal, format=pattern, locale=language(), decimal_quantization=True)


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
def moment(value: datetime | None) -> str:
    """Write a moment in words: 3 May 2026, 10:12."""
    if value is None:
        return NOTHING
    return format_datetime(timezone.localtime(value), "d MMMM y, HH:mm", locale=language())
