"""The numbers of a run, read only as far as they are asked for: for a large study they are megabytes."""

import json
from typing import Any, Final

LEVELS: Final = '"levels":['
BEGINS: Final = ',{"R":'
"""Canonical JSON has the names in order: each level begins with its reproducibility limit, and nothing else does."""
BRIEFLY: Final = '"labs":'
"""From here on a level has its single figures, and behind it is no other of this name: a quote in a text is escaped."""

LAST: Final = '"without_numbers":'


class LevelNumbers(dict[str, Any]):
    """The engine's dict of one level. Read are its single figures (`labs` to `u_mean`), and the rest when asked for.

    For `numbers[name]`, as pages do it; whoever iterates wants the whole dict.
    """

    def __init__(self, text: str) -> None:
        """Take a level as it is stored."""
        super().__init__(json.loads(f"{{{text[text.rindex(BRIEFLY) :]}"))
        self._text = text

    def __missing__(self, name: str) -> Any:
        """Read the rest; KeyError for a name that no level has."""
        if not self._text:
            raise KeyError(name)
        self.update(json.loads(self._text))
        self._text = ""
        return self[name]


def stored_levels(numbers: str) -> dict[str, LevelNumbers]:
    """Give the levels of a run's numbers, by name."""
    if f"{LEVELS}]" in numbers:
        return {}
    begin, end = numbers.index(LEVELS) + len(LEVELS), numbers.rindex('],"limit_factor":')
    first, *more = numbers[begin:end].split(BEGINS)
    read = [LevelNumbers(text) for text in (first, *(f"{BEGINS[1:]}{text}" for text in more))]
    return {one["level"]: one for one in read}


def without_numbers(numbers: str) -> dict[str, int]:
    """Give the levels whose results are no numbers at all, with how many there are: the last of a run's numbers."""
    found: dict[str, int] = json.loads(f"{{{numbers[numbers.rindex(LAST) :]}")[LAST.strip(':"')]
    return found
