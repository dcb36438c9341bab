"""What the joint study concludes about the certified material against the one in use, frozen with the facts."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from apps.certificates.rules.verdicts import trimmed
from apps.studies.documents.conclusion import conclusion_sentence
from apps.studies.documents.figures.forest_words import Scale
from apps.studies.projections.flags import ComparedView, ConclusionView

NO_WORD: Final = "none"
"""Stands for the word where nothing could be decided."""
NUMBERS: Final = ("difference", "se", "p_value", "low", "high", "margin_low", "margin_high")


@dataclass(frozen=True)
class Against:
    """The materials in use that the study tested beside, and its conclusion; None where it compares nothing."""

    incumbents: tuple[str, ...]
    conclusion: ConclusionView | None

    def row(self, code: str) -> dict[str, Any]:
        """Give what is printed of one characteristic's comparison; nothing where it was not compared."""
        compared = self.conclusion.characteristics if self.conclusion else ()
        return next((_row(one) for one in compared if one.code == code), {})

    @property
    def facts(self) -> dict[str, Any] | None:
        """The word for the whole material and its sentence, in the active language."""
        view = self.conclusion
        if view is None:
            return None
        return {
            "word": view.decision or NO_WORD,
            "sentence": conclusion_sentence(view),
            "candidate_code": view.candidate_code,
            "incumbent_code": view.incumbent_code,
        }

    @property
    def remarks(self) -> list[str]:
        """Say where the answer rests on rulings."""
        view = self.conclusion
        if view is None or not view.depends_on_exclusions:
            return []
        names = [one.name for one in view.characteristics if one.decision != one.decision_with_all]
        return [
            _(
                "With all results counted, also those left out by confirmed rulings, the answer would differ in:"
                " %(names)s."
            )
            % {"names": "; ".join(names)}
        ]


def _row(one: ComparedView) -> dict[str, Any]:
    word = {"conclusion": one.decision or NO_WORD}
    figures = one.figures
    if not figures or figures["test"] is None:
        return word
    scale = Scale.of(one, figures)
    margins = [trimmed(Decimal(repr(margin))) for margin in scale.margins]
    return word | {
        "compared_as": "ratio" if one.is_ratio else "difference",
        "compared_by": len(figures["labs"]),
        "difference": f"{scale.overall:.{scale.places}f}",
        "interval_low": f"{scale.low:.{scale.places}f}",
        "interval_high": f"{scale.high:.{scale.places}f}",
        "margin_low": None if one.direction == "lower" else margins[0],
        "margin_high": None if one.direction == "higher" else margins[-1],
        "exact": _exact(one, figures),
    }


def _exact(one: ComparedView, figures: dict[str, Any]) -> dict[str, Any]:
    """Give the engine's figures as it gave them, of logarithms for a ratio: what the picture is drawn from."""
    interval, margins = figures["test"]["interval"], figures["margins"]
    numbers = {
        "difference": figures["difference"],
        "se": figures["se"],
        "p_value": figures["test"]["p_value"],
        "low": interval["low"],
        "high": interval["high"],
        "margin_low": margins["low"],
        "margin_high": margins["high"],
    }
    found = zip(figures["labs"], figures["differences"], strict=True)
    return {
        "direction": one.direction,
        "differences": [[code, repr(value)] for code, value in found],
        "left_out": sorted({part["lab"] for part in figures["left_out"]}),
        "with_all": list((one.figures_with_all or figures)["labs"]),
        **{name: repr(value) for name, value in numbers.items()},
    }


def frozen_view(study: dict[str, Any]) -> ConclusionView:
    """Read the frozen conclusion back, for a picture: the characteristics that have an interval."""
    said = study.get("conclusion") or {}
    rows = (row for row in study["precision"] if row.get("exact"))
    return ConclusionView(
        candidate_code=said.get("candidate_code", ""),
        candidate="",
        incumbent_code=said.get("incumbent_code", ""),
        incumbent="",
        decision=said.get("word"),
        decision_with_all=None,
        characteristics=tuple(map(_compared_view, rows)),
    )


def _compared_view(row: dict[str, Any]) -> ComparedView:
    exact = row["exact"]
    number = {name: float(exact[name]) for name in NUMBERS}
    interval = {"low": number["low"], "high": number["high"]}
    return ComparedView(
        code="",
        name_en=row["characteristic"],
        name_tr=row["characteristic"],
        unit=row["unit"],
        direction=exact["direction"],
        is_ratio=row["compared_as"] == "ratio",
        decision=None if row["conclusion"] == NO_WORD else row["conclusion"],
        figures={
            "difference": number["difference"],
            "se": number["se"],
            "test": {"interval": interval, "p_value": number["p_value"]},
            "margins": {"low": number["margin_low"], "high": number["margin_high"]},
            "labs": [code for code, _value in exact["differences"]],
            "differences": [float(value) for _code, value in exact["differences"]],
            "left_out": [{"lab": code} for code in exact["left_out"]],
        },
        why="",
        decision_with_all=None,
        figures_with_all={"labs": exact["with_all"]},
    )
