"""Facts in two languages: the first in full, and under `also` what the second says otherwise."""

from typing import Any, Final

from django.utils.translation import get_language

Facts = dict[str, Any]
ALSO: Final = "also"


def with_second(first: Facts, second: Facts) -> Facts:
    """Lay the second language beside the first: only what differs, in the same shape."""
    return first | {ALSO: _differing(first, second)}


def _differing(first: Any, second: Any) -> Any:
    if isinstance(first, dict):
        return {
            name: _differing(value, second[name]) for name, value in first.items() if value != second[name]
        }
    if isinstance(first, list) and len(first) == len(second) and all(isinstance(one, dict) for one in first):
        return [_differing(one, other) for one, other in zip(first, second, strict=True)]
    return second


def first_of(facts: Facts) -> Facts:
    """Give the facts in their first language alone."""
    return {name: value for name, value in facts.items() if name != ALSO}


def second_of(facts: Facts) -> Facts | None:
    """Give the whole facts in the second language; None where there is one language alone."""
    also = facts.get(ALSO)
    return None if also is None else _laid_over(first_of(facts), also)


def _laid_over(first: Any, second: Any) -> Any:
    if isinstance(first, dict) and isinstance(second, dict):
        return {
            name: _laid_over(value, second[name]) if name in second else value
            for name, value in first.items()
        }
    if (
        isinstance(second, list)
        and len(first) == len(second)
        and all(isinstance(one, dict) for one in second)
    ):
        return [_laid_over(one, other) for one, other in zip(first, second, strict=True)]
    return second


def side_of(facts: Facts) -> Facts:
    """Give the facts in the active language if they are frozen in it too, else in their first."""
    second = second_of(facts)
    return second if second is not None and second["language"] == get_language() else first_of(facts)
