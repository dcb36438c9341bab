"""How each laboratory lies against the consensus of a run: assigned value, sigma_pt and scores of every level.

Pure: results, stated uncertainties and the protocol's margins in, plain values out (ISO 13528, clauses 7 to 9).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from typing import Any, Final

import numpy as np

from apps.studies.rules.conclusions import Compared
from apps.studies.rules.stated import Stated, of_cells
from apps.studies.statistics import (
    AssignedValue,
    Cells,
    Estimate,
    Note,
    Robust,
    cautions,
    consensus_value,
    robust_of,
    scale_of,
    screened,
    sigma_from_margin,
)
from apps.studies.statistics.moments import moments_of
from apps.studies.statistics.plain import plain
from apps.studies.statistics.score_columns import columns_of, floats

Plain = dict[str, Any]
ALGORITHM_A, Q_HAMPEL = "algorithm_a", "q_hampel"
OF_MARGIN, OF_RESULTS = "margin", "results"
OF_SCORES: Final = ("z", "z_prime", "zeta", "en")
COLUMNS: Final = (*OF_SCORES, *(f"{name}_word" for name in OF_SCORES), "u", "u_word", "note")
SOME_UNCERTAINTIES: Final = Note(
    "some_uncertainties", "An uncertainty is stated for some replicates only: there is no zeta and En."
)
_FEWEST: Final = 2
_COVERAGE: Final = 2
_EXACT: Final = Context(prec=200)
"""Own context: an answer must not depend on the caller's decimal settings."""
_DOUBTFUL: Final = frozenset({cautions.FEW_FOR_ROBUST, cautions.MANY_OUTLYING})


@dataclass(frozen=True)
class Consensus:
    """The robust figures of a level relative to `offset`, and sigma_pt where the protocol's margin gives one."""

    robust: Robust
    offset: Decimal
    sigma: float | None


@dataclass(frozen=True)
class Reports:
    """What laboratories reported at a level, in natural order: means relative to `offset`, expanded uncertainties."""

    level: str
    offset: Decimal
    means: dict[str, float]
    expanded: list[float | None]
    partial: list[bool]

    @property
    def u(self) -> list[float | None]:
        """Standard uncertainties."""
        return [None if one is None else one / _COVERAGE for one in self.expanded]


def scores_of_run(
    stated: Collection[Stated], everything: Cells, kept: Cells, compared: Sequence[Compared]
) -> list[Plain]:
    """Score every laboratory at every level, against the consensus of the cells that are `kept`.

    A cell that is left out does not make the assigned value, and has its scores all the same.
    """
    consensus = _consensus(kept, compared)
    return [_level(one, consensus.get(one.level)) for one in _reports(everything, stated)]


def _reports(cells: Cells, stated: Collection[Stated]) -> Iterator[Reports]:
    moments = moments_of(cells)
    counts = moments.counts.tolist()
    of_level = [{lab: count for lab, count in zip(cells.labs, row, strict=True) if count} for row in counts]
    said = of_cells(
        stated,
        {
            (lab, level): count
            for level, row in zip(cells.levels, of_level, strict=True)
            for lab, count in row.items()
        },
    )
    for level, offset, means, row in zip(
        cells.levels, cells.offsets, moments.means.tolist(), of_level, strict=True
    ):
        yield Reports(
            level=level,
            offset=offset,
            means={lab: mean for lab, mean in zip(cells.labs, means, strict=True) if lab in row},
            expanded=[_positive(said.uncertainties.get((lab, level))) for lab in row],
            partial=[(lab, level) in said.partial for lab in row],
        )


def _positive(expanded: Decimal | None) -> float | None:
    return float(expanded) if expanded else None


def sigma_of_margin(one: Compared) -> float | None:
    """Give a third of the equivalence margin, of two the narrower; None where the margins are a ratio, or none."""
    amounts = [amount for amount in (one.low, one.high) if amount is not None]
    return sigma_from_margin(min(amounts)) if amounts and not one.is_ratio else None


def chosen(robust: Robust) -> tuple[str, Estimate]:
    """Choose the consensus: Algorithm A, or Q/Hampel where few laboratories or many outlying ones break it."""
    is_doubtful = bool(_DOUBTFUL & set(robust.notes)) or bool(robust.algorithm_a.notes)
    return (Q_HAMPEL, robust.q_hampel) if is_doubtful else (ALGORITHM_A, robust.algorithm_a)


def _consensus(kept: Cells, compared: Sequence[Compared]) -> dict[str, Consensus]:
    # Relative to the offset, so that results such as 1000000000000.4 keep their digits.
    relative = replace(kept, offsets=(Decimal(0),) * len(kept.levels))
    sigmas = {one.code: sigma_of_margin(one) for one in compared}
    return {
        robust.level: Consensus(robust, offset, sigmas.get(robust.level.partition("/")[2]))
        for robust, offset in zip(robust_of(relative), kept.offsets, strict=True)
    }


def _level(reports: Reports, found: Consensus | None) -> Plain:
    robust = found.robust if found else None
    if found is None or robust is None or robust.labs < _FEWEST:
        return _unscored(reports, robust)
    method, estimate = chosen(robust)
    relative = consensus_value(estimate, method)
    if relative is None:
        return _unscored(reports, robust)
    scale = scale_of(relative, estimate.sd if found.sigma is None else found.sigma)
    return {
        "level": reports.level,
        "labs": robust.labs,
        "assigned": {
            "value": float(_EXACT.add(relative.value, found.offset)),
            "u": relative.u,
            "method": method,
            "spread": estimate.sd,
        },
        "sigma_pt": scale.sigma_pt,
        "sigma_from": scale.sigma_pt and (OF_RESULTS if found.sigma is None else OF_MARGIN),
        "preferred": scale.preferred,
        "notes": _noted((*robust.notes, *estimate.notes, *scale.notes)),
        "scores": _scores(reports, relative, found.offset, scale.sigma_pt, estimate.sd),
    }


def _unscored(reports: Reports, robust: Robust | None) -> Plain:
    """Give a level without a consensus: two laboratories at least make one."""
    return {
        "level": reports.level,
        "labs": robust.labs if robust else 0,
        "assigned": None,
        "sigma_pt": None,
        "sigma_from": None,
        "preferred": None,
        "notes": _noted(robust.notes if robust else ()),
        "scores": {"lab": list(reports.means)} | {name: [None] * len(reports.means) for name in COLUMNS},
    }


def _noted(notes: Sequence[Note]) -> list[Any]:
    return [plain(note) for note in dict.fromkeys(notes)]


def _scores(
    reports: Reports, assigned: AssignedValue, offset: Decimal, sigma: float | None, spread: float | None
) -> Plain:
    """Give the scores in columns: a study has many laboratories, and names its columns once.

    `assigned` is relative to `offset`, which the results need not share: they have those that are left out too.
    """
    between = float(_EXACT.subtract(_EXACT.subtract(reports.offset, offset), assigned.value))
    differences = np.array(list(reports.means.values())) + between
    u = reports.u
    found = columns_of(differences, floats(u), floats(reports.expanded), assigned, sigma)
    columns: Plain = {"lab": list(reports.means)}
    for name in OF_SCORES:
        columns[name] = getattr(found, name).values
        columns[f"{name}_word"] = getattr(found, name).verdicts
    columns["u"] = u
    columns["u_word"] = [screened(one, assigned.u, spread) for one in u]
    columns["note"] = [_note(one, is_partial=at) for one, at in zip(u, reports.partial, strict=True)]
    return columns


def _note(u: float | None, *, is_partial: bool) -> str | None:
    if is_partial:
        return SOME_UNCERTAINTIES.code
    return cautions.NO_UNCERTAINTY.code if u is None else None
