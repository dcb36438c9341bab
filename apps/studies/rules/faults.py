"""What is wrong with a sheet: a code and values, not words. The words come when a person reads (in their language)."""

import re
from dataclasses import dataclass, field
from typing import Any, Final, Self

MOST_SHOWN: Final = 40
"""Characters of a laboratory's text that a report repeats."""

MOST_LISTED: Final = 200
"""Faults that a report lists; the others are counted."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff]")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: row as a spreadsheet counts (the header is row 1; 0: the whole file), column, code, values."""

    row: int
    column: str
    code: str
    values: dict[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Give plain JSON values."""
        return {"row": self.row, "column": self.column, "code": self.code, "values": self.values}

    @classmethod
    def from_dict(cls, said: dict[str, Any]) -> Self:
        """Read a stored fault back."""
        return cls(said["row"], said["column"], said["code"], dict(said["values"]))


class Faults:
    """The report as it grows: the first faults whole, the rest as a number."""

    def __init__(self) -> None:
        self.listed: list[Fault] = []
        self.count = 0

    def add(self, row: int, column: str, code: str, **values: object) -> None:
        """Note one fault; texts of the laboratory are cleaned and shortened."""
        self.count += 1
        if len(self.listed) < MOST_LISTED:
            said = {name: shown(str(value)) for name, value in values.items()}
            self.listed.append(Fault(row, column, code, said))


def shown(text: str, most: int = MOST_SHOWN) -> str:
    """Make a stranger's text fit to be stored and shown: no control characters, not too long."""
    clean = _CONTROL.sub("�", text[: 4 * most])
    return clean if len(clean) <= most and len(text) <= 4 * most else f"{clean[:most]}…"
