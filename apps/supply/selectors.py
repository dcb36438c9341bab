"""Reading where critical inputs come from. Reference data: any signed-in actor may read all of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import CharField, Value
from django.utils.translation import get_language

from apps.core.errors import Missing
from apps.core.names import name_key, search_key
from apps.core.paging import A_PAGE, Keyset, Page
from apps.materials.models import CriticalInput
from apps.supply.models import Country, Production
from apps.supply.projections import Concentration, CountryShare, CountryView, InputView
from apps.supply.rules import herfindahl, shares_of, tone_of
from apps.supply.words import STAGES, UNITS

BY_CODE = Keyset("code")  # the same in every language, so that a cursor holds when the language changes


def _order(name: str) -> str:
    """Sort a name as a reader of this language expects."""
    return name_key(name) if _turkish() else search_key(name)


def _turkish() -> bool:
    return (get_language() or "en").startswith("tr")


def countries() -> list[CountryView]:
    """Give all countries in the order of the reader's language."""
    rows = Country.objects.order_by("sort_tr" if _turkish() else "sort_en")
    return [CountryView(row.code, row.name) for row in rows]


def countries_page(*, cursor: str = "", most: int = A_PAGE) -> Page[CountryView]:
    """Give a page of the countries by code, named in the reader's language."""
    page = BY_CODE.page(Country.objects.all(), cursor=cursor, most=most)
    return page.told(lambda row: CountryView(row.code, row.name))


def inputs() -> list[InputView]:
    """Give all critical inputs by name."""
    return sorted((input_view(row) for row in CriticalInput.objects.all()), key=lambda one: _order(one.name))


def input_view(row: CriticalInput) -> InputView:
    """Tell a critical input in the reader's language."""
    return InputView(row.code, row.name, row.hs6, STAGES.get(row.stage, row.stage))


def choices() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Give (code, name) of all critical inputs and of all countries in one query, for filters and forms."""
    name = "name_tr" if _turkish() else "name_en"
    first = CriticalInput.objects.annotate(kind=Value("input", output_field=CharField()))
    second = Country.objects.annotate(kind=Value("country", output_field=CharField()))
    rows = first.values_list("kind", "code", name).union(second.values_list("kind", "code", name), all=True)
    ordered = sorted(rows, key=lambda row: _order(row[2]))
    inputs, countries = (
        [(code, label) for kind, code, label in ordered if kind == wanted] for wanted in ("input", "country")
    )
    return inputs, countries


def concentrations() -> list[Concentration]:
    """Give every critical input with its newest published year, in two queries."""
    return sorted(_newest(list(CriticalInput.objects.all())), key=lambda one: _order(one.input.name))


def concentrations_page(*, cursor: str = "", most: int = A_PAGE) -> Page[Concentration]:
    """Give a page of the critical inputs by code with their newest published year, in two queries."""
    page = BY_CODE.page(CriticalInput.objects.all(), cursor=cursor, most=most)
    return Page(_newest(page.rows), page.next_token)


def _newest(rows: Sequence[CriticalInput]) -> list[Concentration]:
    figures = _figures(row.commodity for row in rows)
    return [_concentration(row, figures[row.commodity, row.stage], None) for row in rows]


def concentration_of(code: str, *, year: int | None = None) -> Concentration:
    """Give one critical input in a year; by default the newest that has figures by country.

    Raises `Missing` for an unknown input or a year without figures.
    """
    row = CriticalInput.objects.filter(pk=code).first()
    if row is None:
        raise Missing("")
    found = _concentration(row, _figures([row.commodity])[row.commodity, row.stage], year)
    if year is not None and found.year is None:
        raise Missing("")
    return found


def _figures(commodities: Iterable[str]) -> dict[tuple[str, str], list[Production]]:
    found: dict[tuple[str, str], list[Production]] = defaultdict(list)
    rows = Production.objects.filter(commodity__in=set(commodities)).select_related("country")
    for row in rows:
        found[row.commodity, row.stage].append(row)
    return found


def _concentration(row: CriticalInput, figures: Sequence[Production], year: int | None) -> Concentration:
    years = tuple(sorted({one.year for one in figures if one.country_id and one.value}, reverse=True))
    wanted = (years[0] if years else None) if year is None else year
    if wanted not in years:
        return Concentration(input=input_view(row), years=years)
    of_year = [one for one in figures if one.year == wanted]
    return _shared(row, of_year, wanted, years)


def _shared(
    row: CriticalInput, figures: list[Production], year: int, years: tuple[int, ...]
) -> Concentration:
    named = sorted((one for one in figures if one.country and one.value), key=lambda one: -(one.value or 0))
    rest = next((one.value for one in figures if not one.country_id), None)
    shares = shares_of([*(one.value or Decimal(0) for one in named), rest or Decimal(0)])
    told = tuple(
        CountryShare(_country(one), one.value or Decimal(0), share, one.estimated)
        for one, share in zip(named, shares, strict=False)
    )
    return Concentration(
        input=input_view(row),
        year=year,
        edition=figures[0].edition,
        unit=UNITS.get(figures[0].unit, figures[0].unit),
        shares=told,
        rest=rest,
        rest_share=None if rest is None else shares[-1],
        unpublished=tuple(_country(one) for one in figures if one.country and one.value is None),
        hhi=herfindahl(shares[:-1]),
        hhi_upper=herfindahl(shares),
        tone=tone_of(told[0].share),
        years=years,
    )


def _country(row: Production) -> CountryView:
    return CountryView(row.country_id or "", row.country.name if row.country else "")
