"""The conclusion in exact words: "not different" is never "equivalent"."""

from collections.abc import Sequence
from math import exp
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from apps.core.errors import Words
from apps.core.figure import Cell, Column, Row
from apps.core.templatetags.figures import number
from apps.studies.documents.tables import Table, figure
from apps.studies.documents.words import AGAINST
from apps.studies.projections import CharacteristicResult
from apps.studies.projections.flags import ComparedView, ConclusionView
from apps.studies.rules.limits import places_of

DECISIONS: Final[dict[str | None, tuple[Words, str]]] = {
    "equivalent": (gettext_lazy("equivalent"), "good"),
    "different": (gettext_lazy("different"), "bad"),
    "inconclusive": (gettext_lazy("inconclusive"), "warn"),
    None: (pgettext_lazy("conclusion", "no decision"), "neutral"),
}
STANDINGS: Final[dict[str, tuple[Words, str]]] = {
    "superior": (gettext_lazy("superior"), "good"),
    "non_inferior": (gettext_lazy("not inferior"), "good"),
    "inferior": (gettext_lazy("inferior"), "bad"),
    "inconclusive": (gettext_lazy("inconclusive"), "warn"),
}
ANSWERS: Final[dict[str, tuple[Words, str]]] = {
    "not_inferior": (gettext_lazy("not inferior"), "good"),
    "both": (gettext_lazy("equivalent, and not inferior"), "good"),
    "inferior": (gettext_lazy("inferior"), "bad"),
}
PLACES: Final = 4
"""Decimals where no standard error says how many are worth showing, and of a ratio's margins at most."""


def decision_word(view: ConclusionView) -> tuple[Words, str]:
    """Give the word for a candidate and its tone: what was asked from one side is never called equivalent."""
    return ANSWERS[view.decision] if view.decision in ANSWERS else DECISIONS[view.decision]


def conclusion_sentence(view: ConclusionView) -> str:
    """Say what the study concludes about a candidate, and what that word means."""
    values = {"candidate": view.candidate, "incumbent": view.incumbent}
    sentences = {
        "equivalent": _(
            "%(candidate)s is equivalent to %(incumbent)s: in every compared characteristic the interval lies"
            " inside its margins."
        ),
        "not_inferior": _(
            "%(candidate)s is not inferior to %(incumbent)s: in no compared characteristic is it worse by as"
            " much as the margin."
        ),
        "both": _(
            "%(candidate)s is equivalent to %(incumbent)s where the protocol asks both sides, and not inferior"
            " where it asks one: every compared characteristic holds."
        ),
        "different": _(
            "%(candidate)s differs from %(incumbent)s: in at least one characteristic the interval lies"
            " wholly beyond a margin."
        ),
        "inferior": _(
            "%(candidate)s is inferior to %(incumbent)s: in at least one characteristic it is worse by more"
            " than the margin."
        ),
        "inconclusive": _(
            "Nothing is shown yet about %(candidate)s against %(incumbent)s: at least one interval crosses a"
            " margin. That is not a finding of equivalence, and not of difference."
        ),
        None: _(
            "No decision about %(candidate)s against %(incumbent)s: at least one characteristic could not be"
            " compared."
        ),
    }
    return sentences[view.decision] % values


def answer_of(one: ComparedView, *, with_all: bool) -> tuple[Words, str]:
    """Give the word for one characteristic: one-sided where the protocol's direction asks for it."""
    word = one.decision_with_all if with_all else one.decision
    return STANDINGS[word] if word in STANDINGS else DECISIONS[word]


def open_notes(view: ConclusionView) -> list[str]:
    """Say for each characteristic without a decision what stood in its way."""
    words = {
        "censored": _("some results only say below or above a limit, and a limit is no value"),
        "not_reported": _("nobody reported it for both materials"),
        "not_positive": _("a result of zero or below has no ratio"),
        "few_laboratories": _("fewer than three laboratories tested both materials"),
    }
    return [f"{one.name}: {words[one.why]}." for one in view.characteristics if one.why]


def side_by_side(view: ConclusionView, results: Sequence[CharacteristicResult]) -> Table:
    """Give mean and precision of both materials, and how the candidate lies against the specification."""
    columns = [Column(_("Characteristic")), Column(_("Material"))]
    columns += [Column(symbol, numeric=True) for symbol in ("m", "s_r", "s_R")]
    columns += [Column(_("Laboratories"), numeric=True), Column(_("Specification"))]
    by_place = {(one.code, one.item_code): one for one in results}
    pair = (view.incumbent_code, view.candidate_code)
    codes = dict.fromkeys(one.code for one in results)
    return columns, [
        row
        for code in codes
        for place in ((code, item) for item in pair)
        if place in by_place
        for row in _material_rows(by_place[place], view)
    ]


def _material_rows(one: CharacteristicResult, view: ConclusionView) -> list[Row]:
    """Give a material's figures as they stand, and with all results where something is left out."""
    material = view.candidate if one.item_code == view.candidate_code else view.incumbent
    verdict, tone = AGAINST[one.against]
    standing = Cell(verdict, tone=tone) if one.against else Cell("")
    rows = [_material_row(one, material, one.numbers, standing)]
    if one.numbers_with_all:
        named = _("%(material)s, with all results") % {"material": material}
        rows.append(_material_row(one, named, one.numbers_with_all, Cell("")))
    return rows


def _material_row(one: CharacteristicResult, material: str, numbers: dict[str, Any], verdict: Cell) -> Row:
    return Row(
        [
            Cell(f"{one.name} ({one.unit})"),
            Cell(material),
            *(Cell(figure(numbers[name], one.places), numeric=True) for name in ("mean", "s_r", "s_R")),
            Cell(str(numbers["labs"]), numeric=True),
            verdict,
        ]
    )


def comparison_table(view: ConclusionView) -> Table:
    """Give each characteristic: what was found, its 90 % interval, the margins, the word, with and without."""
    columns = [
        Column(_("Characteristic")),
        Column(_("Laboratories"), numeric=True),
        Column(_("Difference or ratio"), numeric=True),
        Column(_("Interval (90 %)"), numeric=True),
        Column(_("Margins"), numeric=True),
        Column(_("Answer")),
    ]
    differs = any(one.figures != one.figures_with_all for one in view.characteristics)
    if differs:
        columns.append(Column(_("Interval with all results"), numeric=True))
    columns.append(Column(_("With all results")))
    return columns, [_row(one, differs=differs) for one in view.characteristics]


def _row(one: ComparedView, *, differs: bool) -> Row:
    figures = one.figures
    unit = _("ratio") if one.is_ratio else one.unit
    word, tone = answer_of(one, with_all=False)
    other, other_tone = answer_of(one, with_all=True)
    return Row(
        [
            Cell(f"{one.name} ({unit})"),
            Cell(str(len(figures["labs"])) if figures else "", numeric=True),
            Cell(found(figures, is_ratio=one.is_ratio), numeric=True),
            Cell(interval(figures, is_ratio=one.is_ratio), numeric=True),
            Cell(margins(one), numeric=True),
            Cell(word, tone=tone),
            *([Cell(interval(one.figures_with_all, is_ratio=one.is_ratio), numeric=True)] if differs else []),
            Cell(other, tone=other_tone),
        ]
    )


def found(figures: dict[str, Any] | None, *, is_ratio: bool) -> str:
    """Write the difference, or the ratio of the geometric means."""
    if not figures or figures["difference"] is None:
        return ""
    value = figures["ratio"]["value"] if is_ratio else figures["difference"]
    return figure(value, _places(figures, is_ratio=is_ratio))


def interval(figures: dict[str, Any] | None, *, is_ratio: bool) -> str:
    """Write the interval the decision stands on."""
    if not figures or figures["test"] is None:
        return ""
    ends = figures["ratio"]["interval"] if is_ratio else figures["test"]["interval"]
    places = _places(figures, is_ratio=is_ratio)
    return _("%(low)s to %(high)s") % {
        "low": figure(ends["low"], places),
        "high": figure(ends["high"], places),
    }


def _places(figures: dict[str, Any], *, is_ratio: bool) -> int:
    """Give the decimals that show two significant digits of the standard error; of a ratio, its share."""
    if not figures["se"]:
        return PLACES
    return places_of(figures["se"] * (figures["ratio"]["value"] if is_ratio else 1), step=0)


def margins(one: ComparedView) -> str:
    """Write the margins the direction asks for, as the protocol states them."""
    if not one.figures:
        return ""
    low, high = one.figures["margins"]["low"], one.figures["margins"]["high"]
    if one.is_ratio:  # the engine keeps logarithms
        low, high = round(exp(low), PLACES), round(exp(high), PLACES)
    if one.direction == "higher":
        return _("above %(low)s") % {"low": number(low)}
    if one.direction == "lower":
        return _("below %(high)s") % {"high": number(high)}
    return _("%(low)s to %(high)s") % {"low": number(low), "high": number(high)}
