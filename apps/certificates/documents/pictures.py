"""The pictures of a certificate, drawn from its frozen facts alone."""

from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from apps.certificates.projections.comparison import frozen_view
from apps.core import charts
from apps.core.figure import reader_locale
from apps.studies.documents.figures import forest_figure
from apps.studies.projections.pictured import clarity

Facts = dict[str, Any]
Picture = dict[str, str]
MOST_IN_FOREST: Final = 40
"""Laboratories of which each still has a line of its own on one page."""


def pictures_of(facts: Facts) -> list[Picture]:
    """Draw, in the active language, what decides: title, text and SVG of each picture."""
    drawn = (results_picture(facts), comparison_picture(facts))
    return [picture for picture in drawn if picture is not None]


def results_picture(facts: Facts) -> Picture | None:
    """Draw the characteristic that comes closest to a limit; None if none was measured."""
    rows = [row for row in facts["results"] if row["dots"] and row["exact"]["mean"]]
    if not rows:
        return None
    row = min(rows, key=_room)
    words = {"name": row["characteristic"], "count": len(row["dots"])}
    title = _title(row) % words
    text = _("%(name)s: every result (circles) and the mean of each laboratory (bars).") % words
    spec = charts.LabDots(
        title=title,
        description=text,
        locale=reader_locale(),
        laboratories=tuple(
            charts.LabCell(label=code, replicates=tuple(map(float, values))) for code, values in row["dots"]
        ),
        x_title=_("Laboratory"),
        y_title=f"{row['characteristic']} [{row['unit']}]",
        mean=charts.Line(value=float(row["exact"]["mean"]), label=_("mean")),
        limits=tuple(_limits(row)),
    )
    return {"title": title, "text": text, "svg": charts.render(spec)}


def comparison_picture(facts: Facts) -> Picture | None:
    """Draw the differences of the laboratories where the conclusion is least clear; None without one to draw."""
    view = frozen_view(facts["study"])
    fitting = [one for one in view.characteristics if len((one.figures or {})["labs"]) <= MOST_IN_FOREST]
    figure = forest_figure(view, min(fitting, key=clarity), "") if fitting else None
    if figure is None:
        return None
    return {"title": str(figure.title), "text": str(figure.text), "svg": charts.render(figure.chart)}


def _title(row: dict[str, Any]) -> str:
    if row["limit_low"] is None and row["limit_high"] is None:
        return _("%(name)s as %(count)d laboratories measured it")
    if row["verdict"] == "pass":
        return _("%(name)s lies within its limits, also at the ends of its uncertainty")
    return _("%(name)s lies too close to a limit to be decided")


def _limits(row: dict[str, Any]) -> list[charts.Line]:
    named = ((row["limit_low"], _("lower limit")), (row["limit_high"], _("upper limit")))
    return [charts.Line(value=float(value), label=label) for value, label in named if value is not None]


def _room(row: dict[str, Any]) -> Decimal:
    """Give the distance to the nearer limit in units of U; endless without limits."""
    exact = row["exact"]
    mean, uncertainty = Decimal(exact["mean"]), Decimal(exact["uncertainty"] or 0)
    ends = [Decimal(exact[name]) for name in ("limit_low", "limit_high") if exact[name] is not None]
    if not ends or not uncertainty:
        return Decimal("Infinity")
    return min(abs(mean - end) for end in ends) / uncertainty
