"""A laboratory's own scores as a table, and what each level's scores rest on."""

from collections.abc import Sequence
from typing import Final

from django.utils.html import format_html
from django.utils.translation import gettext as _

from apps.core.figure import Cell, Column, Row
from apps.core.templatetags.figures import number
from apps.studies.documents.notes import sentence
from apps.studies.documents.score_words import METHODS, SOURCES, WORDS
from apps.studies.documents.tables import Table, figure
from apps.studies.projections.scores import OwnScore, Scored

DIGITS: Final = 2
SIGMA: Final = format_html("<var>{}</var><sub>{}</sub>", "σ", "pt")
EN: Final = format_html("<var>{}</var><sub>{}</sub>", "E", "n")


def score_table(levels: Sequence[OwnScore]) -> Table:
    """Give every own score with its word; the word of z′ where that is to be read."""
    columns = [
        Column(_("Characteristic")),
        Column(_("Item")),
        Column(_("Your mean"), numeric=True),
        Column(_("Assigned value"), numeric=True),
        *(Column(symbol, numeric=True) for symbol in (SIGMA, "z", "z′")),
        Column(_("Your score")),
        *(Column(symbol, numeric=True) for symbol in ("ζ", EN)),
        Column(_("With your uncertainty")),
    ]
    return columns, [_row(one) for one in levels]


def _row(one: OwnScore) -> Row:
    places = one.result.places
    word, tone = WORDS[one.best.word]
    beside, beside_tone = WORDS[worse(one.zeta, one.en)]
    return Row(
        [
            Cell(f"{one.result.name} ({one.result.unit})"),
            Cell(one.result.item_code, nowrap=True),
            Cell(figure(one.mean, places), numeric=True),
            Cell(figure(one.assigned, places), numeric=True),
            Cell(figure(one.sigma_pt, places + 1), numeric=True),
            *(Cell(figure(score.value, DIGITS), numeric=True) for score in (one.z, one.z_prime)),
            Cell(word, tone=tone),
            *(Cell(figure(score.value, DIGITS), numeric=True) for score in (one.zeta, one.en)),
            Cell(beside, tone=beside_tone),
        ]
    )


def worse(*scores: Scored) -> str | None:
    """Give the worst word of some scores; None where none has one."""
    words = [score.word for score in scores]
    return next((word for word in ("action", "warning", "ok") if word in words), None)


def basis_lines(one: OwnScore) -> list[str]:
    """Say what the scores of a level rest on."""
    if one.assigned is None:
        return [sentence(dict(note)) for note in one.notes]
    places, unit = one.result.places, one.result.unit
    lines = [
        _("Assigned value %(value)s %(unit)s: the consensus of %(labs)s laboratories by %(method)s.")
        % {
            "value": figure(one.assigned, places),
            "unit": unit,
            "labs": one.labs,
            "method": METHODS[one.method],
        }
    ]
    if one.u_assigned is not None:
        lines.append(
            _("Its standard uncertainty u(x_pt): %(u)s %(unit)s.")
            % {"u": number(one.u_assigned, places + 1), "unit": unit}
        )
    if one.sigma_pt is not None:
        lines.append(
            _("Standard deviation for assessment σ_pt: %(sigma)s %(unit)s, %(source)s.")
            % {
                "sigma": number(one.sigma_pt, places + 1),
                "unit": unit,
                "source": SOURCES[one.sigma_from],
            }
        )
    return [*lines, *(sentence(dict(note)) for note in one.notes)]
