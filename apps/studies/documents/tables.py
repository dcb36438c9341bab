"""The numbers of one characteristic as tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from apps.core.figure import Cell, Column, Row
from apps.core.templatetags.figures import number
from apps.studies.documents.notes import sentence
from apps.studies.documents.words import VERDICTS
from apps.studies.projections import CharacteristicResult

Table = tuple[list[Column], list[Row]]


@dataclass(frozen=True)
class Precision:
    """One line of mean and precision; `symbol` with its index apart, to be set as one."""

    label: str
    symbol: str
    index: str
    value: str
    interval: str
    with_all: str


def precision_lines(result: CharacteristicResult) -> list[Precision]:
    """Give mean and precision (ISO 5725-2, 7.4) with their 95 % intervals, and beside them with all results."""
    numbers = result.numbers
    with_all = result.numbers_with_all or numbers
    rows = [
        (_("General mean"), "m", "", "mean", ""),
        (_("Standard uncertainty of the mean"), "u", "m", "u_mean", ""),
        (_("Repeatability standard deviation"), "s", "r", "s_r", "s_r_interval"),
        (_("Between-laboratory standard deviation"), "s", "L", "s_L", ""),
        (_("Reproducibility standard deviation"), "s", "R", "s_R", "s_R_interval"),
        (_("Repeatability limit"), "r", "", "r", ""),
        (_("Reproducibility limit"), "R", "", "R", ""),
    ]
    return [
        Precision(
            label,
            symbol,
            index,
            figure(numbers[name], result.places),
            _interval(numbers[interval] if interval else None, result.places),
            figure(with_all[name], result.places),
        )
        for label, symbol, index, name, interval in rows
    ]


def figure(value: float | None, places: int) -> str:
    """Write a number; one that rounds to zero has no sign."""
    return number(value if value is None else round(value, places) or 0.0, places)


def _interval(interval: dict[str, float] | None, places: int) -> str:
    if interval is None:
        return ""
    return _("%(low)s to %(high)s") % {
        "low": number(interval["low"], places),
        "high": number(interval["high"], places),
    }


def flag_tests() -> dict[str, str]:
    """Give the names of all that flags come from: the tests of a level, inside a cell, over all levels."""
    return outlier_names() | {
        "grubbs_within": _("Grubbs: one result inside the cell"),
        "laboratory": _("Outlier at several levels"),
    }


def outlier_names() -> dict[str, str]:
    """Give the names of the outlier tests (ISO 5725-2, 7.3) in the order of the table."""
    return {
        "cochran": _("Cochran: largest spread"),
        "grubbs_high": _("Grubbs: highest mean"),
        "grubbs_low": _("Grubbs: lowest mean"),
        "grubbs_double_high": _("Grubbs: two highest means"),
        "grubbs_double_low": _("Grubbs: two lowest means"),
    }


def outlier_table(result: CharacteristicResult) -> Table:
    """Give Cochran's and Grubbs' tests with their critical values and words."""
    columns = [
        Column(_("Test")),
        Column(_("Laboratory")),
        Column(_("Statistic"), numeric=True),
        Column(_("Limit (5 %)"), numeric=True),
        Column(_("Limit (1 %)"), numeric=True),
        Column(_("Verdict")),
    ]
    return columns, [_outlier_row(label, result.numbers[name]) for name, label in outlier_names().items()]


def outlier_notes(result: CharacteristicResult) -> list[str]:
    """Give what must be said beside the tests, each sentence once."""
    tests = [(label, result.numbers[name]) for name, label in outlier_names().items()]
    told: dict[str, list[str]] = {}
    for label, test in tests:
        if test["note"]:
            told.setdefault(sentence(test["note"]), []).append(label.partition(":")[0])
    return [f"{', '.join(dict.fromkeys(names))}: {words}" for words, names in told.items()]


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
        Column(_("SD"), unit=result.unit, numeric=True),
        Column("h", numeric=True),
        Column("k", numeric=True),
        Column(_("Mark")),
    ]
    return columns, [
        Row(
            [
                Cell(own_label(one["lab"], own_code)),
                Cell(str(one["results"]), numeric=True),
                Cell(figure(one["mean"], places), numeric=True),
                Cell(figure(one["sd"], places + 1), numeric=True),
                Cell(figure(one["h"], 2), numeric=True),
                Cell(figure(one["k"], 2), numeric=True),
                mark_cell(one["h_verdict"], one["k_verdict"]),
            ]
        )
        for one in laboratories(result)
    ]


def mark_cell(h: str | None, k: str | None) -> Cell:
    """Say which of h and k stands out, in the tone of the worse; empty if neither does."""
    marked = {letter: word for letter, word in (("h", h), ("k", k)) if word in {"straggler", "outlier"}}
    if not marked:
        return Cell("")
    tone = VERDICTS["outlier" if "outlier" in marked.values() else "straggler"][1]
    return Cell(", ".join(f"{letter}: {VERDICTS[word][0]}" for letter, word in marked.items()), tone=tone)


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
