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
from apps.studies.projections.public import (
    PublicCharacteristic,
    PublicConclusion,
    PublicFigures,
    PublicMean,
    PublicStudy,
)


def answer_word(answer: str | None) -> tuple[Words, str]:
    """Give the word for a candidate and its tone."""
    return ANSWERS[answer] if answer in ANSWERS else DECISIONS[answer]


def left_out_sentence(study: PublicStudy) -> str:
    """Say how much confirmed rulings left out; empty if nothing."""
    cells, results = study.cells_left_out, study.results_left_out
    if not cells and not results:
        return ""
    return _(
        "Left out by rulings that a second person confirmed: cells (all results of a laboratory for one material"
        " and characteristic): %(cells)s; single results: %(results)s. What stands here is without them; beside"
        " it is the same with all results."
    ) % {"cells": cells, "results": results}


def word_table(one: PublicConclusion, *, with_all: bool) -> Table:
    """Give the word for each characteristic with the margins that were locked before; `with_all` results beside."""
    labels = [_("Characteristic"), _("Margins"), _("Asked"), _("Answer")]
    labels += [_("With all results")] if with_all else []
    return [Column(label) for label in labels], [
        _word_row(row, with_all=with_all) for row in one.characteristics
    ]


def _word_row(row: PublicCharacteristic, *, with_all: bool) -> Row:
    answers = [row.answer, row.answer_with_all] if with_all else [row.answer]
    words = [_word(row, answer) for answer in answers]
    return Row(
        [
            Cell(f"{row.name} ({row.unit})"),
            Cell(margins_of(row)),
            Cell(DIRECTIONS[row.direction]),
            *(Cell(word, tone=tone) for word, tone in words),
        ]
    )


def _word(row: PublicCharacteristic, answer: str | None) -> tuple[Words, str]:
    return STANDINGS[answer] if row.direction != "target" and answer else DECISIONS[answer]


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
    """Give mean and precision of each material, as they stand."""
    return _columns(), [_mean_row(row, row.standing) for row in rows]


def with_all_table(rows: tuple[PublicMean, ...]) -> Table:
    """Give the same with all results, where any is left out."""
    return _columns(), [_mean_row(row, row.with_all) for row in rows if row.with_all]


def _columns() -> list[Column]:
    columns = [Column(_("Characteristic")), Column(_("Material"))]
    for symbol in (MEAN, SMALL, LARGE):
        columns += [Column(symbol, numeric=True), Column(_("Interval"), numeric=True)]
    return columns


def _mean_row(row: PublicMean, said: PublicFigures | None) -> Row:
    if said is None:
        cells = [Cell(_("not published: fewer than three laboratories")), *(Cell("") for _empty in range(5))]
        return Row([*_names(row), *cells])
    figures = (
        (said.mean, said.mean_interval),
        (said.s_r, said.s_r_interval),
        (said.s_R, said.s_R_interval),
    )
    cells = [
        Cell(text, numeric=True)
        for value, ends in figures
        for text in (number(value, row.places), _interval(ends, row.places))
    ]
    return Row([*_names(row), *cells])


def _names(row: PublicMean) -> list[Cell]:
    return [Cell(f"{row.name} ({row.unit})"), Cell(f"{row.material.name}, {row.material.grade}")]


def _interval(ends: tuple[float, float] | None, places: int) -> str:
    if ends is None:
        return ""
    return _("%(low)s to %(high)s") % {"low": number(ends[0], places), "high": number(ends[1], places)}
