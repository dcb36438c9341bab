"""What components/figure.html and components/table.html take: a picture with the table behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from apps.core.errors import Words


@dataclass(frozen=True)
class Cell:
    """A cell of a table, already formatted."""

    text: Words
    numeric: bool = False
    tone: str = ""
    url: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    label: Words
    unit: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a table."""

    cells: Sequence[Cell]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A picture whose title says the finding, and the figures behind it."""

    title: Words
    text: Words
    svg: str
    table_label: Words
    columns: Sequence[Column] = field(default_factory=list)
    rows: Sequence[Row] = field(default_factory=list)
    source: Words = ""


def counted_rows(counts: Iterable[tuple[str, int]]) -> list[Row]:
    """Make the table behind a picture of counts."""
    return [Row([Cell(label), Cell(str(count), numeric=True)]) for label, count in counts]
