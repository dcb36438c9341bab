"""Candidate against incumbent, laboratory by laboratory, as plain data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from apps.studies.interlab.arranging import Material, cells_of, with_levels
from apps.studies.interlab.decision import block_of, precision_of, weighted_of, within_of
from apps.studies.interlab.exclusions import kept
from apps.studies.interlab.faults import BadFile
from apps.studies.interlab.results import Result, in_one_unit, results_of
from apps.studies.interlab.table import read_table
from apps.studies.statistics.cells import natural_key
from apps.studies.statistics.differences import differences_of
from apps.studies.statistics.equivalence import equivalence_of
from apps.studies.statistics.logarithms import NotPositiveError, logarithms
from apps.studies.statistics.precision_ratio import precision_ratio_of
from apps.studies.statistics.tost import Margins
from apps.studies.statistics.weighted_equivalence import weighted_equivalence_of

Plain = dict[str, Any]
LARGEST_RATIO: Final = 10


@dataclass(frozen=True, slots=True)
class Question:
    """Which two materials are compared, and against which margins (of the ratio, if `ratio`)."""

    incumbent: str
    candidate: str
    margin: float
    margin_low: float | None = None
    ratio: bool = False

    def margins(self) -> Margins:
        """Give the margins of the analysis; BadFile for margins that say nothing."""
        low = self.margin_low
        try:
            if self.ratio:
                _check_ratio(self.margin)
                return Margins.of_ratio(self.margin, low)
            # A lower margin may be written with its sign or without.
            return Margins.around(self.margin, None if low is None else abs(low))
        except ValueError as error:
            raise BadFile(f"--margin: {error}") from error


def _check_ratio(margin: float) -> None:
    """Refuse per cent taken for a ratio: with a margin of 25 times everything would be equivalent."""
    if not 1 < margin <= LARGEST_RATIO:
        raise ValueError(f"A ratio lies above 1 and up to {LARGEST_RATIO}: write 1.25 for 25 %.")


def comparison_of(path: str, question: Question, *, unit: str = "", excluded: Sequence[str] = ()) -> Plain:
    """Analyse two materials of a file of results. Raises BadFile."""
    margins = question.margins()
    rows = _two_materials(results_of(read_table(path)), question, unit)
    remaining = kept(rows, excluded)
    try:
        found = _compared(remaining, question, margins)
        if excluded:
            found["with_excluded"] = _compared(rows, question, margins)
    except NotPositiveError as error:
        raise BadFile(str(error)) from error
    return found | {"excluded": list(excluded)}


def _two_materials(results: Sequence[Result], question: Question, unit: str) -> list[Result]:
    names = (question.incumbent, question.candidate)
    if names[0] == names[1]:
        raise BadFile("Incumbent and candidate are the same material.")
    for name in names:
        if name not in {row.material for row in results}:
            raise BadFile(f"The file has no material {name}.")
    pair = [row for row in results if row.material in names]
    return list(in_one_unit(pair, unit, f"Material {names[0]} or {names[1]}"))


def _compared(rows: Sequence[Result], question: Question, margins: Margins) -> Plain:
    names = (question.incumbent, question.candidate)
    beyond = sorted({row.lab for row in rows if row.qualifier}, key=natural_key)
    materials = [
        Material(name, "", tuple(row for row in rows if row.material == name and row.lab not in beyond))
        for name in names
    ]
    cells = with_levels(cells_of(materials), names)
    found = equivalence_of(cells, *names, margins, ratio=question.ratio)
    differences = differences_of(cells, *names, in_logs=question.ratio)
    answer = block_of(found, beyond) | {
        "weighted": weighted_of(weighted_equivalence_of(differences, margins)),
        "precision": precision_of(precision_ratio_of(differences)),
    }
    if len(found.labs) == 1:
        scale = logarithms(cells) if question.ratio else cells
        answer["within_laboratory"] = within_of(scale, found.labs[0], margins)
    return answer
