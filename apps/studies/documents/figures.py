"""The pictures of an analysis: every result by laboratory, and Mandel's h and k."""

from typing import Any, Final, cast

from django.utils.translation import gettext as _

from apps.core.charts import Band, LabCell, LabDots, Line, MandelBar, MandelBars, MandelGroup
from apps.core.charts.specs import Locale
from apps.core.figure import Figure, drawn
from apps.core.templatetags.figures import language, number
from apps.studies.documents.tables import laboratories, laboratory_table, own_label, replicate_table
from apps.studies.documents.words import VERDICTS, finding, flags_of, left_out_word, with_unit
from apps.studies.projections import CharacteristicResult

NEAR: Final = 3
"""A limit further away than this many ranges of the results would squeeze them flat: it is left to the text."""


def dots_figure(result: CharacteristicResult, own_code: str) -> Figure:
    """Draw every replicate and the cell means, the general mean and ± s_R, and near limits."""
    numbers, title = result.numbers, finding(result)
    flags = {code: VERDICTS[verdict][0] for code, verdict in flags_of(numbers).items()}
    flags |= {one.laboratory: left_out_word(one) for one in result.left_out}
    text = _(
        "%(labs)s laboratories, %(results)s results; mean %(mean)s, reproducibility standard deviation %(spread)s."
    ) % {
        "labs": numbers["labs"],
        "results": numbers["results"],
        "mean": with_unit(numbers["mean"], result.places, result.unit),
        "spread": with_unit(numbers["s_R"], result.places, result.unit),
    }
    chart = LabDots(
        title=title,
        description=text,
        locale=_locale(),
        laboratories=tuple(
            LabCell(
                label=own_label(code, own_code),
                replicates=values,
                flag=str(flags.get(code, "")),
            )
            for code, values in result.dots
        ),
        x_title=_("Laboratory"),
        y_title=f"{result.name}, {result.unit}",
        mean=Line(value=numbers["mean"], label=_("mean %s") % number(numbers["mean"], result.places)),
        band=_band(numbers),
        limits=_near_limits(result),
    )
    columns, rows = replicate_table(result, own_code)
    return Figure(
        title=title, text=text, svg=drawn(chart), table_label=_("Results"), columns=columns, rows=rows
    )


def _band(numbers: dict[str, Any]) -> Band | None:
    mean, spread = numbers["mean"], numbers["s_R"]
    return Band(low=mean - spread, high=mean + spread, label="± s_R") if spread else None


def _near_limits(result: CharacteristicResult) -> tuple[Line, ...]:
    values = [value for _code, cell in result.dots for value in cell]
    low, high = min(values), max(values)
    reach = NEAR * (high - low)
    asked = ((result.lower, _("lower limit")), (result.upper, _("upper limit")))
    return tuple(
        Line(value=float(limit), label=label)
        for limit, label in asked
        if limit is not None and low - reach <= float(limit) <= high + reach
    )


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
        _("%(name)s: %(marked)s laboratories stand out in h or k") % {"name": result.name, "marked": marked}
        if marked
        else _("%(name)s: no laboratory stands out in h or k") % {"name": result.name}
    )
    text = _("h compares the means, k the spreads; the lines are the limits at 5 and 1 percent.")
    chart = MandelBars(
        title=title,
        description=text,
        locale=_locale(),
        groups=(MandelGroup(label=result.name, bars=bars),),
        h_title=_("h (mean)"),
        k_title=_("k (spread)"),
        h_5=_line(h_limits, "five_percent"),
        h_1=_line(h_limits, "one_percent"),
        k_5=_line(k_limits, "five_percent"),
        k_1=_line(k_limits, "one_percent"),
    )
    columns, rows = laboratory_table(result, own_code)
    return Figure(
        title=title, text=text, svg=drawn(chart), table_label=_("h and k"), columns=columns, rows=rows
    )


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


def _locale() -> Locale:
    return cast("Locale", language() if language() == "tr" else "en")
