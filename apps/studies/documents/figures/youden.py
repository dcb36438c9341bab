"""Two materials side by side: the means of each laboratory for one characteristic as a point."""

from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.core.charts import Line, Pair, Youden
from apps.core.figure import Cell, Column, Figure, Row, reader_locale
from apps.core.templatetags.figures import number
from apps.studies.documents.figures.density import means_of
from apps.studies.documents.tables import own_label
from apps.studies.documents.words import with_unit
from apps.studies.projections import CharacteristicResult
from apps.studies.rules.pairs import Paired, paired

Kind = Literal["", "own", "flagged", "left_out"]


def youden_figure(
    incumbent: CharacteristicResult, candidate: CharacteristicResult, own_code: str
) -> Figure | None:
    """Draw candidate against incumbent for every laboratory with both; None where `paired` says nothing."""
    means = {
        code: (first, second)
        for code, first in means_of(incumbent).items()
        if (second := means_of(candidate).get(code)) is not None
    }
    found = paired(means)
    if found is None:
        return None
    places = max(incumbent.places, candidate.places)
    title, text = _title(candidate.name, found), _text(found, len(means), candidate.unit, places)
    chart = Youden(
        title=title,
        description=text,
        locale=reader_locale(),
        pairs=tuple(
            Pair(label=own_label(code, own_code), x=x, y=y, kind=_kind(code, found, own_code))
            for code, (x, y) in means.items()
        ),
        x_title=_axis(incumbent),
        y_title=_axis(candidate),
        x_median=Line(value=found.medians[0], label=_("median %s") % number(found.medians[0], places)),
        y_median=Line(value=found.medians[1], label=_("median %s") % number(found.medians[1], places)),
        diagonal=_("45°"),
    )
    columns = [Column(_("Laboratory"))]
    columns += [Column(one.item_code, unit=one.unit, numeric=True) for one in (incumbent, candidate)]
    rows = [_row(own_label(code, own_code), *pair, places) for code, pair in means.items()]
    return Figure(title=title, text=text, chart=chart, table_label=title, columns=columns, rows=rows)


def _axis(result: CharacteristicResult) -> str:
    return _("%(item)s: %(name)s, %(unit)s") % {
        "item": result.item_code,
        "name": result.name,
        "unit": result.unit,
    }


def _kind(code: str, found: Paired, own_code: str) -> Kind:
    if code in found.opposite:
        return "flagged"
    return "own" if code == own_code else ""


def _title(name: str, found: Paired) -> str:
    labs = found.exchanged or found.opposite
    values = {"name": name, "labs": ", ".join(labs)}
    if found.exchanged:
        return _("%(name)s: ask %(labs)s whether the two samples were exchanged") % values
    if found.opposite:
        return (
            ngettext(
                "%(name)s: %(labs)s is off in opposite directions at the two materials",
                "%(name)s: %(labs)s are off in opposite directions at the two materials",
                len(labs),
            )
            % values
        )
    if found.is_along:
        return (
            _("%(name)s: the laboratories scatter along the diagonal, each errs alike at both materials")
            % values
        )
    return (
        _("%(name)s: the laboratories do not scatter along the diagonal more than chance explains") % values
    )


def _text(found: Paired, count: int, unit: str, places: int) -> str:
    said = _(
        "%(count)s laboratories. Standard deviation along the diagonal %(along)s, across it %(across)s;"
        " F = %(f)s, limit at 5 %% %(limit)s."
    ) % {
        "count": count,
        "along": with_unit(found.along, places, unit),
        "across": with_unit(found.across, places, unit),
        "f": number(found.f, 2) if found.across else "∞",
        "limit": number(found.limit, 2),
    }
    if found.opposite:
        rule = _("Off means more than two robust standard deviations from the median.")
        said = f"{said} {rule}"
    return said


def _row(label: str, x: float, y: float, places: int) -> Row:
    return Row([Cell(label), *(Cell(number(value, places), numeric=True) for value in (x, y))])
