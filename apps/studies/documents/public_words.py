"""What the public reads of a study, in words and tables."""

from decimal import Decimal

from django.utils.translation import gettext as _

from apps.core.errors import Words
from apps.core.figure import Cell, Column, Row
from apps.core.templatetags.figures import number
from apps.studies.documents.conclusion import ANSWERS, DECISIONS, STANDINGS
from apps.studies.documents.protocol_words import DIRECTIONS
from apps.studies.documents.reports.tables import LARGE, MEAN, SMALL
from apps.studies.documents.tables import Table
from apps.studies.models import MarginKind
from apps.studies.projections.public import PublicCharacteristic, PublicConclusion, PublicMean


def answer_word(one: PublicConclusion) -> tuple[Words, str]:
    """Give the word for a candidate and its tone."""
    return ANSWERS[one.answer] if one.answer in ANSWERS else DECISIONS[one.answer]


def word_table(one: PublicConclusion) -> Table:
    """Give the word for each characteristic, with the margins that were locked before."""
    columns = [Column(label) for label in (_("Characteristic"), _("Margins"), _("Asked"), _("Answer"))]
    return columns, [_word_row(row) for row in one.characteristics]


def _word_row(row: PublicCharacteristic) -> Row:
    word, tone = STANDINGS[row.answer] if row.answer in STANDINGS else DECISIONS[row.answer]
    return Row(
        [
            Cell(f"{row.name} ({row.unit})"),
            Cell(margins_of(row)),
            Cell(DIRECTIONS[row.direction]),
            Cell(word, tone=tone),
        ]
    )


def margins_of(row: PublicCharacteristic) -> str:
    """Write the margins: `−0.02 to +0.02 MPa`, `ratio 0.80 to 1.25`, one side alone where one was asked."""
    is_ratio = row.margin_kind == MarginKind.RATIO
    unit = _("(ratio)") if is_ratio else row.unit
    low = _end(row.margin_low, "" if is_ratio else "−")
    high = _end(row.margin_high, "" if is_ratio else "+")
    if low and high:
        return _("%(low)s to %(high)s %(unit)s") % {"low": low, "high": high, "unit": unit}
    return f"{low or high} {unit}"


def _end(amount: str | None, sign: str) -> str:
    return f"{sign}{number(Decimal(amount))}" if amount is not None else ""


def mean_table(rows: tuple[PublicMean, ...]) -> Table:
    """Give mean and precision of each material."""
    columns = [Column(_("Characteristic")), Column(_("Material"))]
    for symbol in (MEAN, SMALL, LARGE):
        columns += [Column(symbol, numeric=True), Column(_("Interval"), numeric=True)]
    return columns, [_mean_row(row) for row in rows]


def _mean_row(row: PublicMean) -> Row:
    figures = (
        (row.mean, row.mean_interval),
        (row.s_r, row.s_r_interval),
        (row.s_R, row.s_R_interval),
    )
    cells = [
        Cell(text, numeric=True)
        for value, ends in figures
        for text in (number(value, row.places), _interval(ends, row.places))
    ]
    return Row(
        [
            Cell(f"{row.name} ({row.unit})"),
            Cell(f"{row.material.name}, {row.material.grade}"),
            *cells,
        ]
    )


def _interval(ends: tuple[float, float] | None, places: int) -> str:
    if ends is None:
        return ""
    return _("%(low)s to %(high)s") % {"low": number(ends[0], places), "high": number(ends[1], places)}
