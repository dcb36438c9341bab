"""Pages of critical inputs: where they come from, in published figures."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from apps.accounts.entrance import SignedInRequest, member_page
from apps.core.errors import Missing
from apps.core.templatetags.figures import number, percent
from apps.supply import figures, selectors
from apps.supply.projections import Concentration
from apps.supply.rules import SINGLE_COUNTRY_LINE


@member_page()
def inputs(request: SignedInRequest) -> HttpResponse:
    """List the critical inputs with the largest producer of each."""
    context = {"inputs": selectors.concentrations(), "line": percent(SINGLE_COUNTRY_LINE, 0)}
    return render(request, "supply/inputs.html", context)


@member_page()
def critical_input(request: SignedInRequest, code: str) -> HttpResponse:
    """Show one critical input: shares by country in a year, concentration, source."""
    found = selectors.concentration_of(code, year=_year(request.GET.get("year", "")))
    context = {"found": found, "figure": figures.share_figure(found), "facts": _facts(found)}
    return render(request, "supply/input.html", context)


def _year(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == 4):  # noqa: PLR2004 - a year has four digits
        raise Missing("")
    return int(text)


def _facts(found: Concentration) -> list[dict[str, object]]:
    top = found.top
    if top is None:
        return []
    line = percent(SINGLE_COUNTRY_LINE, 0)
    upper = number(found.hhi_upper, 0)
    note = _("at most %(upper)s, if the rest were one country") % {"upper": upper}
    return [
        {
            "label": _("Largest single country"),
            "value": percent(top.share, 0),
            "note": _("%(country)s; the line is %(line)s") % {"country": top.country.name, "line": line},
            "tone": found.tone,
        },
        {
            "label": _("Concentration (HHI)"),
            "value": number(found.hhi, 0),
            "note": note if found.hhi != found.hhi_upper else _("on a scale of 0 to 10,000"),
        },
        {"label": _("Published production"), "value": number(found.total, 0), "unit": found.unit},
    ]
