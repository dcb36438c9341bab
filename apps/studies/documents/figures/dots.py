"""Every result of every laboratory, with the limits."""

from typing import Any, Final

from django.utils.translation import gettext as _

from apps.core.charts import Band, LabCell, LabDots, Line
from apps.core.figure import Figure, reader_locale
from apps.core.templatetags.figures import number
from apps.studies.documents.tables import own_label, replicate_table
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
        locale=reader_locale(),
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
    return Figure(title=title, text=text, chart=chart, table_label=_("Results"), columns=columns, rows=rows)


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
