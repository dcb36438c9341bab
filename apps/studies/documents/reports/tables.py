"""The tables of a report, each bounded: what does not fit stands in the files beside it, and the report says so."""

from collections.abc import Sequence
from typing import Final

from django.utils.html import format_html
from django.utils.translation import gettext as _

from apps.core.figure import Cell, Column, Row
from apps.core.templatetags.figures import number
from apps.studies.documents.protocol_words import line_of
from apps.studies.documents.tables import Table, figure
from apps.studies.documents.words import AGAINST
from apps.studies.projections import CharacteristicResult, CharacteristicView

MOST_LEVELS: Final = 40
"""Levels that are told one by one; a study with more is told characteristic by characteristic."""
MOST_ROWS: Final = 60
"""Rows of any other table. WeasyPrint takes about 20 ms for one: a whole report stays below 300."""
MOST_IN_SHORT: Final = 12
"""Characteristics of a large study's protocol; their margins stand with the conclusion again."""
MEAN: Final = format_html("<var>{}</var>", "m")
SMALL: Final = format_html("<var>{}</var><sub>{}</sub>", "s", "r")
LARGE: Final = format_html("<var>{}</var><sub>{}</sub>", "s", "R")


def protocol_table(rows: Sequence[CharacteristicView], most: int) -> Table:
    """Give what was asked of each characteristic, of the first ones in a large study."""
    columns = [Column(label) for label in (_("Characteristic"), _("Method"), _("Limits"), _("Margins"))]
    return columns, [_asked(row) for row in rows[:most]]


def _asked(row: CharacteristicView) -> Row:
    line = line_of(row)
    margins = f"{line.margins} ({line.direction})" if line.margins else _("described only")
    return Row(
        [Cell(f"{row.name} ({row.unit})"), Cell(row.method), Cell(line.limits or _("none")), Cell(margins)]
    )


def precision_table(results: Sequence[CharacteristicResult]) -> Table:
    """Give mean and precision of each level, materials of a characteristic side by side."""
    columns = [
        Column(_("Characteristic")),
        Column(_("Item")),
        Column(_("Labs"), numeric=True),
        Column(MEAN, numeric=True),
        Column(SMALL, numeric=True),
        Column(_("Interval (95 %)"), numeric=True),
        Column(LARGE, numeric=True),
        Column(_("Interval (95 %)"), numeric=True),
        Column(_("Specification")),
    ]
    return columns, [_level(one) for one in by_characteristic(results)]


def by_characteristic(results: Sequence[CharacteristicResult]) -> list[CharacteristicResult]:
    """Bring the materials of each characteristic together, the incumbent first."""
    codes = list(dict.fromkeys(one.code for one in results))
    return sorted(results, key=lambda one: (codes.index(one.code), one.role != "incumbent", one.item_code))


def _level(one: CharacteristicResult) -> Row:
    numbers, places = one.numbers, one.places
    verdict, tone = AGAINST[one.against]
    return Row(
        [
            Cell(f"{one.name} ({one.unit})"),
            Cell(one.item_code, nowrap=True),
            Cell(str(numbers["labs"]), numeric=True),
            Cell(figure(numbers["mean"], places), numeric=True),
            Cell(figure(numbers["s_r"], places), numeric=True),
            Cell(_ends(numbers["s_r_interval"], places), numeric=True),
            Cell(figure(numbers["s_R"], places), numeric=True),
            Cell(_ends(numbers["s_R_interval"], places), numeric=True),
            Cell(verdict, tone=tone) if one.against else Cell(""),
        ]
    )


def _ends(interval: dict[str, float] | None, places: int) -> str:
    if interval is None:
        return ""
    return _("%(low)s to %(high)s") % {
        "low": number(interval["low"], places),
        "high": number(interval["high"], places),
    }


def summary_table(results: Sequence[CharacteristicResult]) -> Table:
    """Give each characteristic of a large study in one row, over all its materials."""
    columns = [
        Column(_("Characteristic")),
        *(Column(label, numeric=True) for label in (_("Materials"), _("Labs"))),
        *(
            Column(label, numeric=True)
            for label in (format_html(_("Lowest {}"), MEAN), format_html(_("Highest {}"), MEAN))
        ),
        *(
            Column(label, numeric=True)
            for label in (format_html(_("Largest {}"), SMALL), format_html(_("Largest {}"), LARGE))
        ),
    ]
    codes = dict.fromkeys(one.code for one in results)
    of_codes = [[one for one in results if one.code == code] for code in codes]
    return columns, [_summary(levels) for levels in of_codes[: 2 * MOST_ROWS]]


def _summary(levels: Sequence[CharacteristicResult]) -> Row:
    first = levels[0]
    places = max(one.places for one in levels)
    means = [one.numbers["mean"] for one in levels]
    labs = [one.numbers["labs"] for one in levels]
    widest = [_largest(levels, name) for name in ("s_r", "s_R")]
    return Row(
        [
            Cell(f"{first.name} ({first.unit})"),
            Cell(str(len(levels)), numeric=True),
            Cell(str(labs[0]) if len(set(labs)) == 1 else f"{min(labs)}–{max(labs)}", numeric=True),
            *(Cell(figure(one, places), numeric=True) for one in (min(means), max(means), *widest)),
        ]
    )


def _largest(levels: Sequence[CharacteristicResult], name: str) -> float | None:
    return max((one.numbers[name] for one in levels if one.numbers[name] is not None), default=None)


def exclusion_table(results: Sequence[CharacteristicResult]) -> Table:
    """Give each level with cells left out, without and with them."""
    columns = [Column(_("Characteristic")), Column(_("Item")), Column(_("Left out"))]
    columns += [
        Column(label, numeric=True)
        for symbol in (MEAN, SMALL, LARGE)
        for label in (symbol, format_html("{} ({})", symbol, _("all")))
    ]
    return columns, [_beside(one) for one in with_exclusions(results)[:MOST_ROWS]]


def with_exclusions(results: Sequence[CharacteristicResult]) -> list[CharacteristicResult]:
    """Give the levels of which something is left out."""
    return [one for one in by_characteristic(results) if one.left_out]


def _beside(one: CharacteristicResult) -> Row:
    with_all = one.numbers_with_all or one.numbers
    pairs = [(one.numbers[name], with_all[name]) for name in ("mean", "s_r", "s_R")]
    return Row(
        [
            Cell(f"{one.name} ({one.unit})"),
            Cell(one.item_code, nowrap=True),
            Cell(", ".join(sorted({left.label for left in one.left_out}))),
            *(Cell(figure(value, one.places), numeric=True) for pair in pairs for value in pair),
        ]
    )
