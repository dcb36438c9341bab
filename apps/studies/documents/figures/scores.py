"""The scores of all laboratories for one characteristic."""

from collections.abc import Sequence
from typing import Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.core.charts import Line, Score, ScoreBars
from apps.core.charts.score_bars import CUT
from apps.core.errors import Words
from apps.core.figure import Cell, Column, Figure, Row, reader_locale
from apps.core.templatetags.figures import number
from apps.studies.documents.figures.signs import written
from apps.studies.documents.tables import own_label

Named = Sequence[tuple[str, float]]
Preferred = Literal["z", "z_prime"]

WARNING, ACTION = 2, 3
"""Beyond 2 a score warns, from 3 on it calls for action (ISO 13528, 9.4)."""
SYMBOLS: Final[dict[Preferred, str]] = {"z": "z", "z_prime": "z′"}
WORDS: Final[tuple[tuple[Words, str], ...]] = (
    (gettext_lazy("satisfactory"), "good"),
    (gettext_lazy("warning signal"), "warn"),
    (gettext_lazy("action signal"), "bad"),
)


def z_figure(name: str, scores: Named, *, preferred: Preferred, own_code: str) -> Figure:
    """Draw the scores of all laboratories from the lowest to the highest, with the limits at 2 and 3.

    `scores` are (laboratory code, z or z′, whichever is `preferred`). Title and text speak to the laboratory
    with `own_code`; to nobody in particular where it is empty or has no score.
    """
    ordered = sorted(scores, key=lambda one: one[1])
    symbol = SYMBOLS[preferred]
    title, text = _title(name, ordered, symbol, own_code), _text(ordered)
    chart = ScoreBars(
        title=title,
        description=text,
        locale=reader_locale(),
        scores=tuple(
            Score(laboratory=own_label(code, own_code), value=value, own=code == own_code)
            for code, value in ordered
        ),
        x_title=_("Laboratory"),
        y_title=_("%(symbol)s score") % {"symbol": symbol},
        warning=Line(value=WARNING, label=_("warning")),
        action=Line(value=ACTION, label=_("action")),
    )
    columns = [Column(_("Laboratory")), Column(symbol, numeric=True), Column(_("Verdict"))]
    rows = [_row(code, value, own_code) for code, value in ordered]
    return Figure(title=title, text=text, chart=chart, table_label=title, columns=columns, rows=rows)


def score_level(value: float) -> int:
    """Give 0 for a satisfactory score, 1 for a warning, 2 for an action signal."""
    return (abs(value) > WARNING) + (abs(value) >= ACTION)


def _title(name: str, scores: Named, symbol: str, own_code: str) -> str:
    own = dict(scores).get(own_code)
    if own is not None:
        values = {"name": name, "symbol": symbol, "value": written(own, 2)}
        return (
            _("%(name)s: your %(symbol)s is %(value)s, which is satisfactory"),
            _("%(name)s: your %(symbol)s is %(value)s, a warning signal"),
            _("%(name)s: your %(symbol)s is %(value)s, an action signal"),
        )[score_level(own)] % values
    levels = [score_level(value) for _code, value in scores]
    for level, sentence in ((2, _acting(levels.count(2))), (1, _warning(levels.count(1)))):
        if count := levels.count(level):
            return sentence % {"name": name, "count": count, "symbol": symbol}
    return _("%(name)s: the %(symbol)s of every laboratory is satisfactory") % {
        "name": name,
        "symbol": symbol,
    }


def _acting(count: int) -> str:
    return ngettext(
        "%(name)s: the %(symbol)s of %(count)s laboratory is an action signal",
        "%(name)s: the %(symbol)s of %(count)s laboratories is an action signal",
        count,
    )


def _warning(count: int) -> str:
    return ngettext(
        "%(name)s: the %(symbol)s of %(count)s laboratory is a warning signal, none calls for action",
        "%(name)s: the %(symbol)s of %(count)s laboratories is a warning signal, none calls for action",
        count,
    )


def _text(scores: Named) -> str:
    said = _(
        "Scores of %(count)s laboratories. Beyond 2 a score is a warning signal, from 3 on an action signal."
    ) % {"count": len(scores)}
    if any(abs(value) > CUT for _code, value in scores):
        cut = _("Bars are cut at %(cut)s; the number tells the rest.")
        said = f"{said} {cut % {'cut': number(CUT, 0)}}"
    return said


def _row(code: str, value: float, own_code: str) -> Row:
    word, tone = WORDS[score_level(value)]
    cells = [Cell(own_label(code, own_code)), Cell(written(value, 2), numeric=True), Cell(word, tone=tone)]
    return Row(cells)
