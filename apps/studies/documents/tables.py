"""The numbers of one characteristic as tables."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from apps.core.figure import Cell, Column, Row
from apps.core.templatetags.figures import number
from apps.studies.documents.notes import sentence
from apps.studies.documents.words import VERDICTS
from apps.studies.projections import CharacteristicResult

Table = tuple[list[Column], list[Row]]


def precision_table(result: CharacteristicResult) -> Table:
    """Give mean and precision (ISO 5725-2, 7.4) with their 95 % intervals."""
    numbers, places = result.numbers, result.places
    rows = [
        (_("General mean"), "m", numbers["mean"], None),
        (_("Standard uncertainty of the mean"), "u(m)", numbers["u_mean"], None),
        (_("Repeatability standard deviation"), "s_r", numbers["s_r"], numbers["s_r_interval"]),
        (_("Between-laboratory standard deviation"), "s_L", numbers["s_L"], None),
        (_("Reproducibility standard deviation"), "s_R", numbers["s_R"], numbers["s_R_interval"]),
        (_("Repeatability limit"), "r", numbers["r"], None),
        (_("Reproducibility limit"), "R", numbers["R"], None),
    ]
    columns = [
        Column(_("Figure")),
        Column(_("Symbol")),
        Column(_("Value"), unit=result.unit, numeric=True),
        Column(_("Interval (95 %)"), unit=result.unit, numeric=True),
    ]
    return columns, [
        Row(
            [
                Cell(label),
                Cell(symbol),
                Cell(number(value, places), numeric=True),
                Cell(_interval(interval, places), numeric=True),
            ]
        )
        for label, symbol, value, interval in rows
    ]


def _interval(interval: dict[str, float] | None, places: int) -> str:
    if interval is None:
        return ""
    return _("%(low)s to %(high)s") % {
        "low": number(interval["low"], places),
        "high": number(interval["high"], places),
    }


def outlier_table(result: CharacteristicResult) -> Table:
    """Give Cochran's and Grubbs' tests (ISO 5725-2, 7.3) with their critical values and words."""
    names = {
        "cochran": _("Cochran: largest spread"),
        "grubbs_high": _("Grubbs: highest mean"),
        "grubbs_low": _("Grubbs: lowest mean"),
        "grubbs_double_high": _("Grubbs: two highest means"),
        "grubbs_double_low": _("Grubbs: two lowest means"),
    }
    columns = [
        Column(_("Test")),
        Column(_("Laboratory")),
        Column(_("Statistic"), numeric=True),
        Column(_("Limit (5 %)"), numeric=True),
        Column(_("Limit (1 %)"), numeric=True),
        Column(_("Verdict")),
        Column(_("Note")),
    ]
    return columns, [_outlier_row(label, result.numbers[name]) for name, label in names.items()]


def _outlier_row(label: str, test: dict[str, Any]) -> Row:
    critical = test["critical"] or {"five_percent": None, "one_percent": None}
    return Row(
        [
            Cell(label),
            Cell(", ".join(test["suspects"])),
            Cell(number(test["statistic"], 3), numeric=True),
            Cell(number(critical["five_percent"], 3), numeric=True),
            Cell(number(critical["one_percent"], 3), numeric=True),
            verdict_cell(test["verdict"]),
            Cell(sentence(test["note"]) if test["note"] else ""),
        ]
    )


def verdict_cell(verdict: str | None) -> Cell:
    """Give the word of a test as a pill."""
    if verdict is None:
        return Cell(_("not tested"))
    word, tone = VERDICTS[verdict]
    return Cell(word, tone=tone)


def laboratory_table(result: CharacteristicResult, own_code: str) -> Table:
    """Give each laboratory's cell with Mandel's h and k (ISO 5725-2, 7.3.1); one's own is marked."""
    places = result.places
    columns = [
        Column(_("Laboratory")),
        Column(_("Results"), numeric=True),
        Column(_("Mean"), unit=result.unit, numeric=True),
        Column(_("Standard deviation"), unit=result.unit, numeric=True),
        Column("h", numeric=True),
        Column(_("Verdict on h")),
        Column("k", numeric=True),
        Column(_("Verdict on k")),
    ]
    return columns, [
        Row(
            [
                Cell(own_label(one["lab"], own_code)),
                Cell(str(one["results"]), numeric=True),
                Cell(number(one["mean"], places), numeric=True),
                Cell(number(one["sd"], places + 1), numeric=True),
                Cell(number(one["h"], 2), numeric=True),
                verdict_cell(one["h_verdict"]),
                Cell(number(one["k"], 2), numeric=True),
                verdict_cell(one["k_verdict"]),
            ]
        )
        for one in laboratories(result)
    ]


def replicate_table(result: CharacteristicResult, own_code: str) -> Table:
    """Give every result: what the dots of the picture are."""
    most = max(len(values) for _code, values in result.dots)
    columns = [
        Column(_("Laboratory")),
        *(Column(str(at), unit=result.unit, numeric=True) for at in range(1, most + 1)),
    ]
    return columns, [
        Row(
            [
                Cell(own_label(code, own_code)),
                *(Cell(number(value), numeric=True) for value in values),
                *(Cell("") for _gap in range(most - len(values))),
            ]
        )
        for code, values in result.dots
    ]


def laboratories(result: CharacteristicResult) -> Sequence[dict[str, Any]]:
    """Give the engine's figures by laboratory."""
    found: Sequence[dict[str, Any]] = result.numbers["laboratories"]
    return found


def own_label(code: str, own_code: str) -> str:
    """Mark one's own laboratory."""
    return _("%(code)s (you)") % {"code": code} if code == own_code else code
