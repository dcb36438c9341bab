"""A candidate against the incumbent on the page of the conclusion."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from apps.core.figure import Row
from apps.studies.documents import conclusion as words
from apps.studies.documents import figures
from apps.studies.documents.tables import Table
from apps.studies.projections import CharacteristicResult
from apps.studies.projections.flags import ComparedView, ConclusionView
from apps.studies.rules.codes import level_name


def comparison(
    view: ConclusionView, results: Sequence[CharacteristicResult], *, asked: str, address: str, own_code: str
) -> dict[str, Any]:
    """Give what the page shows of a candidate: one characteristic drawn, the others a link away.

    `asked` is the level to be drawn; where it is none of this candidate's, the first one that decides is.
    """
    drawn = _drawn(view, asked)
    return {
        "view": view,
        "word": words.decision_word(view),
        "sentence": words.conclusion_sentence(view),
        "drawn": drawn,
        "forest": figures.forest_figure(view, drawn, own_code) if drawn else None,
        "table": _linked(words.comparison_table(view), view, address),
        "notes": words.open_notes(view),
        "beside": words.side_by_side(view, results),
    }


def _drawn(view: ConclusionView, asked: str) -> ComparedView | None:
    levels = {level_name(view.candidate_code, one.code): one for one in view.characteristics}
    if asked in levels:
        return levels[asked]
    return next(iter((*view.deciding, *view.characteristics)), None)


def _linked(table: Table, view: ConclusionView, address: str) -> Table:
    """Make the name of each characteristic a link to its picture."""
    columns, rows = table
    if len(rows) == 1:
        return table
    return columns, [
        _with_link(row, _url(view, one, address)) for row, one in zip(rows, view.characteristics, strict=True)
    ]


def _url(view: ConclusionView, one: ComparedView, address: str) -> str:
    asked = urlencode({"level": level_name(view.candidate_code, one.code)})
    return f"{address}?{asked}#picture-{view.candidate_code}"


def _with_link(row: Row, url: str) -> Row:
    first, *rest = row.cells
    return Row([replace(first, url=url), *rest])
