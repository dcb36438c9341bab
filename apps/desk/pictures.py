"""One picture a role cares about, on its first page."""

from collections.abc import Callable

from babel.dates import format_date
from django.utils.translation import gettext as _

from apps.accounts.rules import APPROVE, CERTIFY, EVALUATE, OBSERVE, REVIEW
from apps.certificates import selectors as certificates
from apps.certificates.projections import words_of
from apps.changes import selectors as changes
from apps.core.actor import Actor
from apps.core.charts import Column as Bar
from apps.core.charts import Line, Share, ShareBars, StateColumns
from apps.core.figure import Cell, Column, Figure, Row, counted_rows, reader_locale
from apps.core.templatetags.figures import percent
from apps.studies import selectors as studies
from apps.supply import selectors as supply
from apps.supply.rules import SINGLE_COUNTRY_LINE

Counts = list[tuple[str, int]]


def picture_for(actor: Actor) -> Figure | None:
    """Choose the picture of the actor's role; None when there is nothing to show yet."""
    for capabilities, draw in PICTURES:
        if actor.capabilities & capabilities:
            return draw(actor)
    if actor.organisation_kind == "firm":
        return dependence(actor)
    return studies_by_state(actor)


def queue(actor: Actor) -> Figure | None:
    """Open cases by days left: the reviewer's."""
    counts = [(str(step.label), step.count) for step in changes.queue_by_days_left(actor)]
    return _columns(counts, _("Open cases by days left"), _("Days left"), _("Cases"))


def certificates_by_state(actor: Actor) -> Figure | None:
    """Certificates by state: the certification body's."""
    found = certificates.count_by_state(actor).items()
    counts = [(str(words_of(state)), count) for state, count in found if count]
    return _columns(counts, _("Certificates by state"), _("State"), _("Certificates"))


def reported(actor: Actor) -> Figure | None:
    """Supplier changes reported by input and month: the industry body's."""
    found = changes.counts_by_input_and_month(actor)
    counts = [
        (f"{one.input_name} {format_date(one.month, 'MMM y', locale=reader_locale())}", one.count)
        for one in found
    ]
    return _columns(counts, _("Supplier changes reported"), _("Input and month"), _("Reports"))


def studies_by_state(actor: Actor) -> Figure | None:
    """Studies by stage: the convener's and the laboratory's."""
    return _columns(studies.count_by_state(actor), _("Studies by stage"), _("Stage"), _("Studies"))


def dependence(actor: Actor) -> Figure | None:
    """The largest producing country's share of each critical input: the firm's."""
    found = [(one.input.name, one.top) for one in supply.concentrations() if one.top]
    tops = [(name, top) for name, top in found if top]
    over = sum(top.share > SINGLE_COUNTRY_LINE for _name, top in tops)
    title = _("%(over)d of %(all)d critical inputs depend on one country beyond the line") % {
        "over": over,
        "all": len(tops),
    }
    text = _("Share of the largest producing country; the line is what the policy allows from one geography.")
    shares = tuple(
        Share(label=f"{name}: {top.country.name}", share=float(top.share))
        for name, top in sorted(tops, key=lambda item: -item[1].share)
    )
    line = Line(value=float(SINGLE_COUNTRY_LINE), label=percent(SINGLE_COUNTRY_LINE, 0))
    chart = ShareBars(
        title=title, description=text, locale=reader_locale(), shares=shares, limit=line, x_title=_("Share")
    )
    return Figure(
        title=title,
        text=text,
        chart=chart,
        table_label=title,
        columns=[
            Column(_("Critical input")),
            Column(_("Largest producer")),
            Column(_("Share"), numeric=True),
        ],
        rows=[
            Row([Cell(name), Cell(top.country.name), Cell(percent(top.share, 0), numeric=True)])
            for name, top in tops
        ],
        source=_("Source: USGS, Mineral Commodity Summaries, newest published year of each input."),
    )


def _columns(counts: Counts, title: str, x_title: str, y_title: str) -> Figure | None:
    if not counts:
        return None
    chart = StateColumns(
        title=title,
        description=", ".join(f"{label}: {count}" for label, count in counts),
        locale=reader_locale(),
        columns=tuple(Bar(label=label, count=count) for label, count in counts),
        y_title=y_title,
    )
    return Figure(
        title=title,
        text="",
        chart=chart,
        table_label=title,
        columns=[Column(x_title), Column(y_title, numeric=True)],
        rows=counted_rows(counts),
    )


PICTURES: list[tuple[frozenset[str], Callable[[Actor], Figure | None]]] = [
    (frozenset({REVIEW, APPROVE}), queue),
    (frozenset({EVALUATE, CERTIFY}), certificates_by_state),
    (frozenset({OBSERVE}), reported),
]
