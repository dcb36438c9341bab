"""What components/figure.html and components/table.html take: a picture with the table behind it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from django.core.cache import cache
from django.utils.translation import get_language

from apps.core.charts import Chart, render
from apps.core.charts.specs import Locale
from apps.core.errors import Words

LONGEST_WHOLE: Final = 20
"""Letters of a word that a column on paper keeps whole."""


@dataclass(frozen=True)
class Cell:
    """A cell of a table, already formatted."""

    text: Words
    numeric: bool = False
    tone: str = ""
    url: str = ""
    hidden: bool = False
    unit: str = ""
    nowrap: bool = False

    @property
    def is_plain(self) -> bool:
        """Tell whether there is nothing but text: a template asks once instead of four times, for every cell."""
        return not (self.tone or self.url or self.hidden or self.unit)

    @property
    def has_long_word(self) -> bool:
        """Tell whether a word, a hash for one, is too long for a narrow column: paper breaks it, and no others."""
        return any(len(word) > LONGEST_WHOLE for word in str(self.text).split())


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
    """A picture whose title says the finding, and the figures behind it.

    One specification for page and paper, drawn when somebody asks for it.
    """

    title: Words
    text: Words
    chart: Chart
    table_label: Words
    columns: Sequence[Column] = field(default_factory=list)
    rows: Sequence[Row] = field(default_factory=list)
    source: Words = ""

    @cached_property
    def svg(self) -> str:
        """The picture for a page: for a desk and for a phone."""
        return drawn(self.chart)

    @cached_property
    def paper_svg(self) -> str:
        """The same picture for paper: the one for a desk alone."""
        return render(self.chart, cache=_remembered)


def counted_rows(counts: Iterable[tuple[str, int]]) -> list[Row]:
    """Make the table behind a picture of counts."""
    return [Row([Cell(label), Cell(str(count), numeric=True)]) for label, count in counts]


def reader_locale() -> Locale:
    """Give the page's language, for a chart's numbers."""
    return "tr" if (get_language() or "en").startswith("tr") else "en"


def drawn(chart: Chart) -> str:
    """Draw a chart once, for a desk and for a phone (the style sheet shows one of them).

    Each SVG is kept in the cache under the hash of what it shows.
    """
    wide, narrow = (render(one, cache=_remembered) for one in (chart, replace(chart, narrow=True)))
    return f'<div class="picture-wide">{wide}</div><div class="picture-narrow">{narrow}</div>'


def _remembered(key: str, make: Callable[[], str]) -> str:
    kept: str | None = cache.get(key)
    if kept is None:
        kept = make()
        cache.set(key, kept, timeout=7 * 24 * 3600)
    return kept
