"""Texts in two languages, side by side on one paper."""

from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString


def two(first: Any, second: Any, language: str) -> SafeString:
    """Give both texts for a page whose own language is the first one's; one text where they are the same."""
    if first == second:
        return conditional_escape(first)
    return format_html(
        '<span class="two"><span class="one-of-two">{}</span> <span class="one-of-two" lang="{}">{}</span></span>',
        first, language, second,
    )  # fmt: skip


def side_by_side(first: Any, second: Any, language: str) -> Any:
    """Give facts of the same shape as one, each text that differs in both languages.

    Lists of different lengths stand one after the other: complete rather than neat.
    """
    if first == second:
        return first
    if isinstance(first, dict):
        return {name: side_by_side(value, second[name], language) for name, value in first.items()}
    if isinstance(first, list):
        if len(first) != len(second):
            return [*first, *second]
        return [side_by_side(one, other, language) for one, other in zip(first, second, strict=True)]
    return two(first, second, language)
