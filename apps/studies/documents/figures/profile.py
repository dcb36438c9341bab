"""One laboratory's h, or k, over all characteristics, among those of the others."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.core.charts import Line, Profile, ProfileRow
from apps.core.figure import Cell, Column, Figure, Row, reader_locale
from apps.studies.documents.tables import figure, mark_cell

Levels = Sequence[tuple[str, Mapping[str, float | None]]]
Kind = Literal["h", "k"]

MOST: Final = 40
"""Rows that fit on a sheet of paper; where there are more, those furthest out are drawn."""
PATTERN_FROM: Final = 4
"""As many h on one side are called a pattern: by chance alone one laboratory in eight has four."""


def profile_figure(kind: Kind, levels: Levels, *, own_code: str, at_5: float, at_1: float) -> Figure | None:
    """Draw a laboratory's h (or k) of each level as a mark among those of the others (ISO 5725-2, 7.3.1).

    `levels` are (name of the level, value by laboratory code), `at_5` and `at_1` the limits. None where
    the laboratory with `own_code` has no value.
    """
    rows = [(name, values.get(own_code), _others(values, own_code)) for name, values in levels]
    own = [value for _name, value, _rest in rows if value is not None]
    if not own:
        return None
    title = _title(kind, own, at_5)
    text = _text(kind, len(rows))
    chart = Profile(
        title=title,
        description=text,
        locale=reader_locale(),
        rows=tuple(ProfileRow(label=name, own=value, others=rest) for name, value, rest in _furthest(rows)),
        x_title=_("h (mean)") if kind == "h" else _("k (spread)"),
        own=_("your laboratory"),
        others=_("the others"),
        at_5=Line(value=at_5, label=_("5 %")),
        at_1=Line(value=at_1, label=_("1 %")),
        both_sides=kind == "h",
    )
    columns = [Column(_("Characteristic")), Column(kind, numeric=True)]
    columns += [Column(_("Lowest of the others"), numeric=True)]
    columns += [Column(_("Highest of the others"), numeric=True), Column(_("Mark"))]
    return Figure(
        title=title,
        text=text,
        chart=chart,
        table_label=title,
        columns=columns,
        rows=[_row(kind, name, value, rest, (at_5, at_1)) for name, value, rest in rows],
    )


Found = tuple[str, float | None, tuple[float, ...]]


def _others(values: Mapping[str, float | None], own_code: str) -> tuple[float, ...]:
    return tuple(sorted(value for code, value in values.items() if code != own_code and value is not None))


def _furthest(rows: list[Found]) -> list[Found]:
    """Give the rows that are drawn, in their own order."""
    by_distance = sorted(range(len(rows)), key=lambda at: -abs(rows[at][1] or 0.0))
    return [rows[at] for at in sorted(by_distance[:MOST])]


def _title(kind: Kind, own: list[float], at_5: float) -> str:
    values = {"kind": kind, "beyond": sum(abs(value) > at_5 for value in own), "all": len(own)}
    if values["beyond"]:
        return _("Your %(kind)s lies beyond a limit at %(beyond)s of %(all)s characteristics") % values
    if kind == "h" and len(own) >= PATTERN_FROM:
        if min(own) > 0:
            return _("Your means are higher than the general mean at all %(all)s characteristics") % values
        if max(own) < 0:
            return _("Your means are lower than the general mean at all %(all)s characteristics") % values
    return (
        ngettext(
            "Your %(kind)s lies within the limits at the only characteristic",
            "Your %(kind)s lies within the limits at all %(all)s characteristics",
            len(own),
        )
        % values
    )


def _text(kind: Kind, count: int) -> str:
    said = (
        _("h compares the means of the laboratories; the lines are the limits at 5 and 1 percent.")
        if kind == "h"
        else _("k compares the spreads of the laboratories; the lines are the limits at 5 and 1 percent.")
    )
    if count <= MOST:
        return said
    more = _("The %(most)s of %(count)s in which you lie furthest out are drawn; the table has all.")
    return f"{said} {more % {'most': MOST, 'count': count}}"


def _row(
    kind: Kind, name: str, value: float | None, rest: tuple[float, ...], limits: tuple[float, float]
) -> Row:
    level = 0 if value is None else sum(abs(value) > limit for limit in limits)
    verdict = ("accepted", "straggler", "outlier")[level]
    ends = (min(rest), max(rest)) if rest else (None, None)
    cells = [Cell(name), *(Cell(figure(one, 2), numeric=True) for one in (value, *ends))]
    return Row([*cells, mark_cell(*((verdict, None) if kind == "h" else (None, verdict)))])
