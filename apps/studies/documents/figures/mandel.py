"""Mandel's h and k of every laboratory for one characteristic."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.core.charts import Line, MandelBar, MandelBars, MandelGroup
from apps.core.figure import Figure, reader_locale
from apps.studies.documents.tables import laboratories, laboratory_table
from apps.studies.projections import CharacteristicResult


def mandel_figure(result: CharacteristicResult, own_code: str) -> Figure | None:
    """Draw Mandel's h and k of each laboratory; None where one of them has no limits."""
    h_limits, k_limits = result.numbers["h_critical"], _usual_k_limits(result)
    if h_limits is None or k_limits is None:
        return None
    bars = tuple(MandelBar(laboratory=one["lab"], h=one["h"], k=one["k"]) for one in laboratories(result))
    marked = sum(
        one["h_verdict"] in {"straggler", "outlier"} or one["k_verdict"] in {"straggler", "outlier"}
        for one in laboratories(result)
    )
    title = (
        ngettext(
            "%(name)s: %(marked)s laboratory stands out in h or k",
            "%(name)s: %(marked)s laboratories stand out in h or k",
            marked,
        )
        % {"name": result.name, "marked": marked}
        if marked
        else _("%(name)s: no laboratory stands out in h or k") % {"name": result.name}
    )
    text = _("h compares the means, k the spreads; the lines are the limits at 5 and 1 percent.")
    chart = MandelBars(
        title=title,
        description=text,
        locale=reader_locale(),
        groups=(MandelGroup(label=result.name, bars=bars),),
        h_title=_("h (mean)"),
        k_title=_("k (spread)"),
        h_5=_line(h_limits, "five_percent"),
        h_1=_line(h_limits, "one_percent"),
        k_5=_line(k_limits, "five_percent"),
        k_1=_line(k_limits, "one_percent"),
    )
    columns, rows = laboratory_table(result, own_code)
    return Figure(title=title, text=text, chart=chart, table_label=_("h and k"), columns=columns, rows=rows)


def _line(limits: dict[str, float], name: str) -> Line:
    return Line(value=limits[name], label=_("5 %") if name == "five_percent" else _("1 %"))


def _usual_k_limits(result: CharacteristicResult) -> dict[str, float] | None:
    """Give the limits of k for the most frequent number of results; the table has each one's own."""
    cells = [one for one in laboratories(result) if one["k_critical"]]
    if not cells:
        return None
    sizes = [one["results"] for one in cells]
    usual = max(sorted(set(sizes)), key=sizes.count)
    limits: dict[str, float] = next(one["k_critical"] for one in cells if one["results"] == usual)
    return limits
