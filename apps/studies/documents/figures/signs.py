"""Numbers in titles, with the minus sign of the axes."""

from typing import Any

from apps.core.templatetags.figures import number


def written(value: Any, places: int | str = "") -> str:
    """Write a number as the picture's axes do: with a real minus sign, and none on a zero."""
    if places != "":
        value = round(value, int(places)) or 0.0
    return number(value, places).replace("-", "−")
