"""The picture of shares by country, and the table behind it."""

from decimal import Decimal
from typing import Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.core.charts import Line, Share, ShareBars
from apps.core.figure import Cell, Column, Figure, Row
from apps.core.templatetags.figures import language, number, percent
from apps.supply.projections import Concentration, CountryShare
from apps.supply.rules import SINGLE_COUNTRY_LINE

BARS: Final = 8


def share_figure(found: Concentration) -> Figure | None:
    """Draw the shares of a year; None where no country's figure is published."""
    top = found.top
    if top is None:
        return None
    words = {"country": top.country.name, "share": percent(top.share, 0)}
    title = _("%(country)s: %(share)s of published production") % words
    text = _("%(stage)s, %(year)s. Above the line, one country decides.") % {
        "stage": found.input.stage,
        "year": found.year,
    }
    line = Line(value=float(SINGLE_COUNTRY_LINE), label=percent(SINGLE_COUNTRY_LINE, 0))
    locale: Literal["en", "tr"] = "tr" if language() == "tr" else "en"
    spec = ShareBars(
        title=title,
        description=text,
        locale=locale,
        shares=_bars(found),
        x_title=_("Share of production"),
        limit=line,
    )
    return Figure(
        title=title,
        text=text,
        chart=spec,
        table_label=_("Production by country"),
        columns=columns(found),
        rows=table(found),
        source=source(found),
    )


def _bars(found: Concentration) -> tuple[Share, ...]:
    shown = [Share(label=row.country.name, share=float(row.share)) for row in found.shares[:BARS]]
    left = found.shares[BARS:]
    rest = sum((row.share for row in left), found.rest_share or Decimal(0))
    if rest:
        shown.append(Share(label=_("All others together"), share=float(rest)))
    return tuple(shown)


def columns(found: Concentration) -> list[Column]:
    """Give the heads of the table of production."""
    return [
        Column(_("Country")),
        Column(_("Production"), unit=str(found.unit), numeric=True),
        Column(_("Share"), numeric=True),
        Column(_("Kind of figure")),
    ]


def table(found: Concentration) -> list[Row]:
    """Give every printed figure, then the rest of the world, then what is not published."""
    rows = [_row(one) for one in found.shares]
    if found.rest is not None:
        share = percent(found.rest_share, 1)
        cells = [
            Cell(_("Other countries, not named")),
            Cell(number(found.rest, 0), True),
            Cell(share, True),
            Cell(""),
        ]
        rows.append(Row(cells))
    unpublished = Cell(_("Withheld or not available"))
    return rows + [
        Row([Cell(country.name), Cell("–", True), Cell("–", True), unpublished])
        for country in found.unpublished
    ]


def _row(one: CountryShare) -> Row:
    kind = _("estimated") if one.estimated else _("reported")
    return Row(
        [
            Cell(one.country.name),
            Cell(number(one.amount, 0), True),
            Cell(percent(one.share, 1), True),
            Cell(kind),
        ]
    )


def source(found: Concentration) -> str:
    """Name the publisher, edition and year, and what is in no share."""
    said = _(
        "Source: U.S. Geological Survey, Mineral Commodity Summaries %(edition)s, figures for %(year)s."
    ) % {
        "edition": found.edition,
        "year": found.year,
    }
    if not (count := len(found.unpublished)):
        return said
    left_out = ngettext(
        "The figure of %(count)s country is withheld or not available and in no share.",
        "The figures of %(count)s countries are withheld or not available and in no share.",
        count,
    )
    return f"{said} {left_out % {'count': count}}"
