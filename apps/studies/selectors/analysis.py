"""What came out of a closed study, and what went in. Before closing there is no way to either."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.core.errors import Conflict
from apps.studies.models import Analysis, Characteristic, Item, OutlierFlag, Study
from apps.studies.projections.results import CharacteristicResult, Dots, LeftOut, left_out
from apps.studies.projections.stored import stored_levels, without_numbers
from apps.studies.rules.codes import level_name
from apps.studies.rules.excluded import Excluded
from apps.studies.rules.runs import without
from apps.studies.selectors.inputs import Input, inputs_of
from apps.studies.selectors.protocol import plain
from apps.studies.states import CONFIRMED, EXCLUSIONS, Ruling

CLOSED_ONLY: Promise = _("The study is not closed yet; nobody sees results before that.")

Levels = Mapping[str, dict[str, Any]]
WITH_ITS_LABORATORY: Final = Exists(
    OutlierFlag.objects.filter(
        enrolment=OuterRef("enrolment"), item=None, state=CONFIRMED, ruling=Ruling.EXCLUDE
    )
)
"""Of a flag: its laboratory is left out everywhere, so that nothing waits for a ruling on one of its cells."""


def analysis_of(study: Study) -> Analysis:
    """Give the newest run of the analysis of a study found for its viewer. Raises `Conflict` before closing."""
    return _newest(Analysis.objects.all(), study)


def _newest(rows: QuerySet[Analysis], study: Study) -> Analysis:
    analysis = rows.filter(study=study).order_by("-number").first()
    if analysis is None:
        raise Conflict(CLOSED_ONLY)
    return analysis


def run_of(study: Study) -> Analysis:
    """Give the newest run without its numbers, megabytes in a large study. Raises `Conflict` before closing."""
    return _newest(Analysis.objects.defer("numbers", "numbers_without", "conclusions"), study)


def runs_of(study: Study) -> QuerySet[Analysis]:
    """Give the runs of a closed study's analysis, newest first. Raises `Conflict` before closing."""
    run_of(study)
    return Analysis.objects.filter(study=study).order_by("-number")


def results_of(study: Study) -> list[CharacteristicResult]:
    """Give the results of a closed study found for its viewer, with every result of every laboratory.

    As `figures_of`, and with one query more.
    """
    figures, inputs = figures_of(study), inputs_of(study)
    gone = [part for one in figures for part in _gone(one)]
    dots = _dots(inputs)
    standing = _dots(without(inputs, gone)) if gone else dots
    return [
        replace(one, dots=dots.get(one.level, ()), standing_dots=standing.get(one.level, ()))
        for one in figures
    ]


def _gone(figures: CharacteristicResult) -> Iterator[Excluded]:
    for one in figures.left_out:
        cell = (one.laboratory, figures.level)
        yield cell if one.replicate is None else (*cell, one.replicate)


def with_dots(study: Study, figures: CharacteristicResult) -> CharacteristicResult:
    """Add to the figures of one level every result that it has."""
    return with_dots_of(study, [figures])[0]


def with_dots_of(study: Study, figures: Sequence[CharacteristicResult]) -> list[CharacteristicResult]:
    """Add to the figures of some levels every result that they have; four queries for any number."""
    dots = _dots(inputs_of(study, places=[(one.item_code, one.code) for one in figures]))
    return [replace(one, dots=dots.get(one.level, ())) for one in figures]


@dataclass(frozen=True)
class Analysed:
    """The newest run, its figures level by level, and the levels whose results are no numbers, with how many."""

    run: Analysis
    figures: list[CharacteristicResult]
    without_numbers: dict[str, int]


def figures_of(study: Study) -> list[CharacteristicResult]:
    """Give the figures of a closed study found for its viewer, as `analysed` has them, each read whole."""
    run = analysis_of(study)
    with_all = _levels(json.loads(run.numbers))
    standing = _levels(json.loads(run.numbers_without)) if run.numbers_without else with_all
    return _figures(study, with_all, standing)


def analysed(study: Study) -> Analysed:
    """Give what came out of a closed study found for its viewer, in the order of the protocol, without `dots`.

    Raises `Conflict` before closing. A characteristic that nobody reported is left out, as is one of which
    no cell stands. The figures are those without what is left out by confirmed rulings, each read as far as
    it is asked for (`LevelNumbers`). Four queries.
    """
    run = analysis_of(study)
    with_all = stored_levels(run.numbers)
    standing = stored_levels(run.numbers_without) if run.numbers_without else with_all
    return Analysed(run, _figures(study, with_all, standing), without_numbers(run.numbers))


def _figures(study: Study, with_all: Levels, standing: Levels) -> list[CharacteristicResult]:
    gone = _left_out(study, with_all)
    items = Item.objects.filter(study=study).order_by("role", "code")
    characteristics = list(Characteristic.objects.filter(study=study).order_by("position", "pk"))
    return [
        _result(
            item,
            characteristic,
            numbers=standing[level],
            numbers_with_all=with_all[level] if gone[level] else None,
            left_out=tuple(gone[level]),
        )
        for item in items
        for characteristic in characteristics
        if (level := level_name(item.code, characteristic.code)) in standing
    ]


def _levels(numbers: dict[str, Any]) -> Levels:
    return {level["level"]: level for level in numbers["levels"]}


def _result(item: Item, characteristic: Characteristic, **found: Any) -> CharacteristicResult:
    return CharacteristicResult(
        item_code=item.code,
        material_id=item.material_id,
        role=item.role,
        code=characteristic.code,
        name_en=characteristic.name_en,
        name_tr=characteristic.name_tr,
        unit=characteristic.unit,
        method=characteristic.method,
        lower=plain(characteristic.lower),
        upper=plain(characteristic.upper),
        **found,
    )


def _dots(inputs: Iterable[Input]) -> dict[str, Dots]:
    cells: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for laboratory, level, _replicate, qualifier, reported in inputs:
        if not qualifier:
            cells[level][laboratory].append(float(reported))
    return {
        level: tuple((laboratory, tuple(values)) for laboratory, values in sorted(of_level.items()))
        for level, of_level in cells.items()
    }


def excluded_of(study: Study) -> list[Excluded]:
    """Give what is left out by confirmed rulings, sorted: laboratories, cells, single results."""
    return sorted({row.exclusion for row in _exclusions(study)})


def open_flags_of(study: Study) -> QuerySet[OutlierFlag]:
    """Give the flags that are not ruled on and confirmed, but for those of laboratories left out everywhere."""
    return OutlierFlag.objects.filter(~WITH_ITS_LABORATORY, study=study).exclude(state=CONFIRMED)


def _exclusions(study: Study) -> QuerySet[OutlierFlag]:
    rows = OutlierFlag.objects.filter(study=study, state=CONFIRMED, ruling__in=EXCLUSIONS)
    return rows.select_related("enrolment", "item", "characteristic").order_by(
        "enrolment__code", "order", "pk"
    )


def _left_out(study: Study, levels: Levels) -> dict[str, list[LeftOut]]:
    found: dict[str, list[LeftOut]] = defaultdict(list)
    for row in _exclusions(study):
        one = left_out(row)
        for level in [row.level] if row.level else _reported_by(one.laboratory, levels):
            found[level].append(one)
    return found


def _reported_by(laboratory: str, levels: Levels) -> Iterator[str]:
    for level, numbers in levels.items():
        if any(one["lab"] == laboratory for one in numbers["laboratories"]):
            yield level
