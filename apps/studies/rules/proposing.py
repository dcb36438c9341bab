"""What is put before people: cells, single results and laboratories that the tests point at once a run is made."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from apps.studies.rules.excluded import Excluded
from apps.studies.rules.runs import Computed, Input, without
from apps.studies.statistics import Cells
from apps.studies.statistics.outlying_laboratories import OutlyingLaboratory, outlying_laboratories
from apps.studies.statistics.proposals import Proposal, proposals_of


@dataclass(frozen=True, slots=True)
class Suspect:
    """What a test points at: a laboratory at a level; one `replicate` of it, if the others agree."""

    found: Proposal
    replicate: int | None


def suspects(inputs: Sequence[Input], excluded: Collection[Excluded], computed: Computed) -> list[Suspect]:
    """Give what the tests point at once the excluded results are gone, in the order of the tests."""
    found = proposals_of(computed.kept)
    numbers = _replicates(without(inputs, excluded) if excluded else inputs, found)
    return [
        Suspect(one, None if one.place is None else numbers[one.lab, one.level][one.place]) for one in found
    ]


def _replicates(left: Sequence[Input], found: Sequence[Proposal]) -> dict[tuple[str, str], list[int]]:
    """Give the replicates behind the cells where one result is pointed at: the engine knows only its place."""
    wanted = {(one.lab, one.level) for one in found if one.place is not None}
    numbers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for laboratory, level, replicate, qualifier, _reported in sorted(left) if wanted else ():
        if not qualifier and (laboratory, level) in wanted:
            numbers[laboratory, level].append(replicate)
    return numbers


def suspect_laboratories(
    found: Sequence[Suspect], excluded: Collection[Excluded], computed: Computed
) -> tuple[OutlyingLaboratory, ...]:
    """Give the laboratories that are outliers at several levels: there and then, or by confirmed exclusions.

    One that is left out everywhere already is not pointed at again.
    """
    everywhere = {one[0] for one in excluded if len(one) == 1}
    outlying = [(one.found.lab, one.found.level) for one in found if one.found.verdict == "outlier"]
    outlying += [one[:2] for one in excluded if len(one) > 1 and one[0] not in everywhere]
    return outlying_laboratories(outlying, _reported(computed.everything))


def _reported(cells: Cells) -> dict[str, int]:
    levels = (~np.isnan(cells.values)).any(axis=2).sum(axis=0)
    return dict(zip(cells.labs, levels.tolist(), strict=True))
