"""Where the laboratories' means of one characteristic gather."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.core.charts import DensityCurve, Line, Tick
from apps.core.figure import Cell, Column, Figure, Row, reader_locale
from apps.core.templatetags.figures import number
from apps.studies.documents.tables import laboratories, own_label
from apps.studies.documents.words import with_unit
from apps.studies.projections import CharacteristicResult
from apps.studies.rules.hills import Hill, Hills, hills_of


def density_figure(
    result: CharacteristicResult, own_code: str, *, sigma_pt: float | None = None
) -> Figure | None:
    """Draw the kernel density of the means that count; None where there is none (ISO 13528, 10.3)."""
    means = means_of(result)
    found = hills_of(means, sigma_pt)
    if found is None:
        return None
    title, text = _title(result, found), _text(result, found)
    chart = DensityCurve(
        title=title,
        description=text,
        locale=reader_locale(),
        curve=found.curve,
        tops=tuple(Line(value=hill.at, label=_named(hill, result)) for hill in found.gatherings),
        laboratories=tuple(
            Tick(label=own_label(code, own_code), value=value, own=code == own_code)
            for code, value in means.items()
        ),
        x_title=_("Mean of a laboratory: %(name)s, %(unit)s") % {"name": result.name, "unit": result.unit},
        y_title=_("Density"),
    )
    columns = [Column(_("Laboratory")), Column(_("Mean"), unit=result.unit, numeric=True)]
    columns += [Column(_("Nearest top"), unit=result.unit, numeric=True)]
    rows = [
        _row(own_label(code, own_code), means[code], hill.at, result.places)
        for hill in found.hills
        for code in hill.laboratories
    ]
    return Figure(title=title, text=text, chart=chart, table_label=title, columns=columns, rows=rows)


def means_of(result: CharacteristicResult) -> dict[str, float]:
    """Give the means of the laboratories as they stand: without what is left out."""
    return {one["lab"]: one["mean"] for one in laboratories(result) if one["mean"] is not None}


def _named(hill: Hill, result: CharacteristicResult) -> str:
    count = len(hill.laboratories)
    words = ngettext("%(at)s: %(count)s laboratory", "%(at)s: %(count)s laboratories", count)
    return words % {"at": number(hill.at, result.places), "count": count}


def _title(result: CharacteristicResult, found: Hills) -> str:
    count = len(found.gatherings)
    values = {"name": result.name, "count": count}
    if count > 1:
        return (
            _("%(name)s: the laboratories gather in %(count)s places, no single mean describes them") % values
        )
    if count == 1:
        return _("%(name)s: the laboratories gather in one place") % values
    return _("%(name)s: the laboratories gather nowhere") % values


def _text(result: CharacteristicResult, found: Hills) -> str:
    said = _("Kernel density of the means of %(count)s laboratories, bandwidth %(width)s.") % {
        "count": sum(len(hill.laboratories) for hill in found.hills),
        "width": with_unit(found.bandwidth, result.places, result.unit),
    }
    gathered = {code for hill in found.gatherings for code in hill.laboratories}
    alone = sorted(code for hill in found.hills for code in hill.laboratories if code not in gathered)
    if alone:
        apart = _("Apart from the others: %(labs)s.")
        said = f"{said} {apart % {'labs': ', '.join(alone)}}"
    return said


def _row(label: str, mean: float, top: float, places: int) -> Row:
    return Row([Cell(label), *(Cell(number(value, places), numeric=True) for value in (mean, top))])
