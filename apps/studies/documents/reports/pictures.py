"""The pictures of a report: few enough to be looked at, and the report says which are left out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.errors import Words
from apps.core.figure import Figure
from apps.studies.documents.figures import (
    density_figure,
    dots_figure,
    forest_figure,
    mandel_figure,
    youden_figure,
    z_figure,
)
from apps.studies.documents.figures.scores import Preferred
from apps.studies.projections import CharacteristicResult
from apps.studies.projections.flags import ComparedView, ConclusionView
from apps.studies.projections.pictured import Pictured, clarity
from apps.studies.projections.results import INCUMBENT, pair_of

MOST: Final = 3
"""Forest plots of one candidate; the page of the conclusion draws each characteristic."""
MOST_LABORATORIES: Final = 40
"""Laboratories that a forest plot, a row for each, holds on half a sheet of paper."""

Results = Sequence[CharacteristicResult]
Drawing = Callable[[Pictured, Results], Figure | None]


@dataclass(frozen=True, kw_only=True)
class LevelPictures:
    """The pictures of one level; `missing` says which its numbers do not allow."""

    heading: str
    pictures: Sequence[Figure]
    missing: str


def forests_of(view: ConclusionView) -> tuple[list[Figure], list[str]]:
    """Draw the differences of the laboratories in the characteristics that are least clear.

    With sentences on what is not drawn.
    """
    able = [one for one in view.characteristics if one.figures and one.figures["test"]]
    chosen = sorted(able, key=clarity)[:MOST]
    fitting = [one for one in chosen if len((one.figures or {})["labs"]) <= MOST_LABORATORIES]
    found = [forest_figure(view, one, "") for one in fitting]
    return [one for one in found if one], _forests_missing(len(able), chosen, fitting)


def _forests_missing(able: int, chosen: list[ComparedView], fitting: list[ComparedView]) -> list[str]:
    said = []
    if crowded := [one.name for one in chosen if one not in fitting]:
        said.append(
            _(
                "More than %(most)s laboratories do not fit into a forest plot here: %(names)s. It stands on the"
                " study's page “Conclusion”."
            )
            % {"most": MOST_LABORATORIES, "names": ", ".join(crowded)}
        )
    if able > len(chosen):
        said.append(
            _(
                "Forest plots are here for %(shown)s of %(count)s characteristics, those that are least clear;"
                " those of all stand on the study's page “Conclusion”."
            )
            % {"shown": len(chosen), "count": able}
        )
    return said


def levels_drawn(pictured: Sequence[Pictured], results: Results) -> list[LevelPictures]:
    """Draw each of the chosen levels in every manner that its numbers allow."""
    return [_level(one, results) for one in pictured]


def _level(one: Pictured, results: Results) -> LevelPictures:
    drawn = [(name, draw(one, results)) for name, draw in DRAWINGS if _is_asked(draw, one.result)]
    missing = ", ".join(str(name) for name, figure in drawn if figure is None)
    return LevelPictures(
        heading=f"{one.result.name} ({one.result.item_code})",
        pictures=[_placed(figure, one.result) for _name, figure in drawn if figure],
        missing=_("Not drawn, as the numbers do not allow it: %(names)s.") % {"names": missing}
        if missing
        else "",
    )


def _placed(figure: Figure, result: CharacteristicResult) -> Figure:
    """Name the material in the title: on paper a picture may stand on another page than the heading."""
    return replace(figure, title=f"{result.item_code}, {figure.title}")


def _is_asked(draw: Drawing, result: CharacteristicResult) -> bool:
    """Draw a pair of materials once, with the other material."""
    return draw is not _youden or result.role != INCUMBENT


def _dots(one: Pictured, _results: Results) -> Figure | None:
    return dots_figure(one.result, "") if one.result.dots else None


def _mandel(one: Pictured, _results: Results) -> Figure | None:
    return mandel_figure(one.result, "")


def _density(one: Pictured, _results: Results) -> Figure | None:
    return density_figure(one.result, "")


def _youden(one: Pictured, results: Results) -> Figure | None:
    pair = pair_of(one.result, results)
    return youden_figure(*pair, "") if pair else None


def _scores(one: Pictured, _results: Results) -> Figure | None:
    if not one.scores:
        return None
    return z_figure(one.result.name, one.scores, preferred=cast("Preferred", one.preferred), own_code="")


DRAWINGS: Final[tuple[tuple[Words, Drawing], ...]] = (
    (gettext_lazy("results of each laboratory"), _dots),
    (gettext_lazy("Mandel's h and k"), _mandel),
    (gettext_lazy("density of the means"), _density),
    (gettext_lazy("Youden plot"), _youden),
    (gettext_lazy("z scores"), _scores),
)


def levels_missing(shown: int, count: int) -> str:
    """Say that other levels are not drawn, and where they are."""
    if shown >= count:
        return ""
    return _(
        "%(shown)s of %(count)s levels are drawn here, those of the characteristics that are least clear; the"
        " pictures of every level stand on the study's page “Analysis”."
    ) % {"shown": shown, "count": count}
