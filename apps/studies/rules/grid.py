"""Results typed into a form: a field for each sample, characteristic and replicate, and the rows they make.

One uncertainty a line holds for every value of the line; limits and gaps have none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from apps.studies.rules.csv_rows import written
from apps.studies.rules.faults import Fault
from apps.studies.rules.numbers import read_reported
from apps.studies.rules.sheets import COLUMNS, OPTIONAL

MOST_FIELDS: Final = 800
"""Fields of a form; a study with more is handed in as a file."""

Typed = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """The fields of one sample and characteristic."""

    sample: str
    characteristic: str
    unit: str
    values: tuple[str, ...]
    uncertainty: str


@dataclass(frozen=True, slots=True)
class Rows:
    """What was typed, as the file that it stands for, and which fields made which row."""

    content: bytes
    lines: tuple[tuple[str, str], ...]

    def field_of(self, fault: Fault) -> str:
        """Give the field that a fault is about; empty if it is about none."""
        at = fault.row - 2
        if not 0 <= at < len(self.lines):
            return ""
        value, uncertainty = self.lines[at]
        return uncertainty if fault.column == OPTIONAL else value


def lines_of(samples: Iterable[str], units: Sequence[tuple[str, str]], replicates: int) -> list[Line]:
    """Lay the form out: a line for each sample and characteristic (code and unit), fields by name."""
    return [
        Line(
            sample=sample,
            characteristic=code,
            unit=unit,
            values=tuple(f"v.{sample}.{code}.{replicate}" for replicate in range(1, replicates + 1)),
            uncertainty=f"u.{sample}.{code}",
        )
        for sample in samples
        for code, unit in units
    ]


def fields_in(samples: int, characteristics: int, replicates: int) -> int:
    """Count the fields of a form."""
    return samples * characteristics * (replicates + 1)


def rows_of(lines: Iterable[Line], typed: Typed) -> Rows:
    """Give what was typed as rows; empty fields make none."""
    made = [row for line in lines for row in _rows_of_line(line, typed)]
    header = (*COLUMNS, OPTIONAL)
    return Rows(written([header, *(row for row, _names in made)]), tuple(names for _row, names in made))


def _rows_of_line(line: Line, typed: Typed) -> Iterator[tuple[tuple[object, ...], tuple[str, str]]]:
    uncertainty = typed.get(line.uncertainty, "").strip()
    values = {name: typed.get(name, "").strip() for name in line.values}
    bearers = [name for name, value in values.items() if value and not _is_limit(value)]
    if uncertainty and not bearers:  # said of nothing: the reader shall tell it in the first field
        bearers = [next((name for name, value in values.items() if value), line.values[0])]
    for replicate, name in enumerate(line.values, start=1):
        if values[name] or name in bearers:
            own = uncertainty if name in bearers else ""
            row = (line.sample, line.characteristic, replicate, values[name], line.unit, own)
            yield row, (name, line.uncertainty)


def _is_limit(value: str) -> bool:
    read = read_reported(value)
    return not isinstance(read, str) and bool(read[0])
