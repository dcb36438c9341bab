"""One run of the analysis: what goes in, as plain values, and what comes out, as bytes that anybody gets again."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from apps.core.canonical import canonical, canonical_rows, sha256
from apps.studies.rules.conclusions import Compared, Counted, conclusions_of
from apps.studies.rules.excluded import Excluded
from apps.studies.rules.scores import scores_of_run
from apps.studies.rules.stated import Stated
from apps.studies.statistics import Cells, analyse
from apps.studies.statistics.plain import plain

Input = tuple[str, str, int, str, str]
"""Laboratory code, level, replicate, qualifier, digits as reported."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the protocol asks of the numbers: the items' codes, and how each characteristic is compared."""

    incumbent: str | None
    candidates: tuple[str, ...]
    compared: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class Computed:
    """A run as it is stored: the hash of what was asked of which results, and canonical JSON of what came out.

    Beside it, to propose from: all results that are numbers as cells, and those that are left.
    """

    inputs_sha256: str
    numbers: str
    numbers_without: str
    conclusions: str
    scores: str
    everything: Cells = field(repr=False, compare=False)
    kept: Cells = field(repr=False, compare=False)


def compute(
    inputs: Sequence[Input],
    excluded: Collection[Excluded],
    question: Question,
    stated: Collection[Stated] = (),
) -> Computed:
    """Analyse results with and without what is excluded: same in, same bytes out.

    The hash is of results, exclusions and the protocol's question: who reads them in a report makes it again.
    The uncertainties `stated` go into the scores alone, and into no hash that is told (`stated.commitment`).
    A result that only says below or above a limit is no number: it is counted in a level's `censored`, and
    not compared there.
    """
    left = without(inputs, excluded) if excluded else inputs
    everything = counted(inputs)
    kept = counted(left) if excluded else everything
    conclusions: list[dict[str, Any]] = []
    if question.incumbent is not None:
        conclusions = conclusions_of(
            everything, kept, question.incumbent, question.candidates, question.compared
        )
    return Computed(
        inputs_sha256=sha256(_said_of(inputs, excluded, question)),
        numbers=numbers_of(everything.cells, inputs),
        numbers_without=numbers_of(kept.cells, left) if excluded else "",
        conclusions=canonical(conclusions),
        scores=canonical(scores_of_run(stated, everything.cells, kept.cells, question.compared)),
        everything=everything.cells,
        kept=kept.cells,
    )


def _said_of(inputs: Sequence[Input], excluded: Collection[Excluded], question: Question) -> str:
    """Write what goes in as canonical JSON; the rows, by far the most, are put in where their names stand."""
    said = canonical({"excluded": sorted(map(list, excluded)), "question": plain(question)})
    return f'{said[:-1]},"results":{canonical_rows(sorted(inputs))}}}'


def without(inputs: Sequence[Input], excluded: Collection[Excluded]) -> list[Input]:
    """Give the results that are left once the excluded laboratories, cells and single results are gone."""
    gone = set(excluded)
    return [one for one in inputs if gone.isdisjoint((one[:1], one[:2], one[:3]))]


def counted(inputs: Sequence[Input]) -> Counted:
    """Arrange results for a comparison."""
    censored = frozenset(level for _lab, level, _replicate, qualifier, _text in inputs if qualifier)
    return Counted(cells_of(inputs), censored)


def cells_of(inputs: Sequence[Input]) -> Cells:
    """Arrange the results that are numbers."""
    return Cells.from_results(
        (laboratory, level, replicate, Decimal(reported))
        for laboratory, level, replicate, qualifier, reported in inputs
        if not qualifier
    )


def numbers_of(cells: Cells, inputs: Sequence[Input]) -> str:
    """Give the engine's answer as canonical JSON, with how many results of each level were no numbers.

    A level has that as a note too; one of nothing else stands in `without_numbers` alone.
    """
    censored = Counter(level for _lab, level, _replicate, qualifier, _text in inputs if qualifier)
    answer = analyse(cells).as_dict()
    for level in answer["levels"]:
        level["censored"] = censored.pop(level["level"], 0)
        if level["censored"]:
            level["notes"].append(_censored(level["censored"]))
    answer["without_numbers"] = dict(censored)
    return canonical(answer)


def _censored(number: int) -> dict[str, str]:
    text = "Results below or above a limit, or not detected, are no numbers and left out of these figures"
    return {"code": "censored_results", "text": f"{text}: {number}."}
