"""Numbers inside a picture, in the reader's language."""

from typing import Final

from apps.core.charts.specs import Locale

FORMAT_LOCALES: Final[dict[Locale, dict[str, object]]] = {
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]},
    "tr": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", ""]},
}
_SWAP: Final = str.maketrans(",.", ".,")


def number(value: float, places: int, locale: Locale) -> str:
    """Write a number: 1,234.5 in English, 1.234,5 in Turkish, with a real minus sign."""
    text = f"{value:,.{places}f}".replace("-", "−")
    return text.translate(_SWAP) if locale == "tr" else text


def percent(share: float, places: int, locale: Locale) -> str:
    """Write a share as a percentage: 40 % in English, %40 in Turkish."""
    text = number(share * 100, places, locale)
    return f"%{text}" if locale == "tr" else f"{text} %"


def percent_axis(locale: Locale) -> str:
    """Give the expression with which an axis of shares writes its numbers."""
    return "'%' + round(datum.value * 100)" if locale == "tr" else "round(datum.value * 100) + ' %'"
