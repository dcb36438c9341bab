"""What each laboratory finds between candidate and incumbent, against the margins."""

from django.utils.translation import gettext as _

from apps.core.charts import Forest, Found, Line
from apps.core.figure import Cell, Column, Figure, Row, reader_locale
from apps.studies.documents.figures.forest_words import Scale, text_of, title_of
from apps.studies.documents.tables import own_label
from apps.studies.projections.flags import ComparedView, ConclusionView


def forest_figure(view: ConclusionView, one: ComparedView, own_code: str) -> Figure | None:
    """Draw the differences (or ratios) of the laboratories, their mean with its 90 % interval and the margins.

    Only the margins that the direction asks for are drawn. None where there is no interval. A laboratory
    has no interval of its own: the engine takes the spread from the differences, not from the replicates.
    """
    figures = one.figures
    if not figures or figures["test"] is None:
        return None
    scale = Scale.of(one, figures)
    title, text = title_of(one, scale), text_of(one, scale)
    overall = Found(
        label=_("all together"),
        value=scale.overall,
        text=scale.number(scale.overall),
        low=scale.low,
        high=scale.high,
    )
    found = sorted(zip(figures["labs"], figures["differences"], strict=True), key=lambda pair: pair[1])
    rows = [(code, scale.value(difference)) for code, difference in found]
    chart = Forest(
        title=title,
        description=text,
        locale=reader_locale(),
        laboratories=tuple(
            Found(
                label=own_label(code, own_code), value=value, text=scale.number(value), own=code == own_code
            )
            for code, value in rows
        ),
        overall=overall,
        x_title=_x_title(view, one),
        nothing=Line(value=scale.nothing, label=_("no difference")),
        margins=tuple(Line(value=value, label=scale.named(value)) for value in scale.margins),
    )
    columns = [Column(_("Laboratory"))]
    columns += [Column(_("Ratio") if one.is_ratio else _("Difference"), unit=scale.unit, numeric=True)]
    table = [
        Row([Cell(own_label(code, own_code)), Cell(scale.number(value), numeric=True)])
        for code, value in rows
    ]
    table.append(Row([Cell(overall.label), Cell(overall.text, numeric=True)]))
    return Figure(title=title, text=text, chart=chart, table_label=title, columns=columns, rows=table)


def _x_title(view: ConclusionView, one: ComparedView) -> str:
    values = {"name": one.name, "candidate": view.candidate_code, "incumbent": view.incumbent_code}
    if one.is_ratio:
        return _("%(name)s: %(candidate)s divided by %(incumbent)s") % values
    return _("%(name)s: %(candidate)s minus %(incumbent)s, %(unit)s") % (values | {"unit": one.unit})
