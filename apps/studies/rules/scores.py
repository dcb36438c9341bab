"""How each laboratory lies against the consensus of a run: assigned value, sigma_pt and scores of every level.

Pure: results, stated uncertainties and the protocol's margins in, plain values out (ISO 13528, clauses 7 to 9).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from apps.studies.rules.conclusions import Compared
from apps.studies.rules.stated import EXACT, OfCells, Stated, of_cells
from apps.studies.statistics import (
    Cells,
    Estimate,
    LabScores,
    Note,
    Reported,
    Robust,
    cautions,
    consensus_value,
    robust_of,
    scores_of,
    sigma_from_margin,
)
from apps.studies.statistics.cells import natural_key
from apps.studies.statistics.plain import plain

Plain = dict[str, Any]
ALGORITHM_A, Q_HAMPEL = "algorithm_a", "q_hampel"
OF_MARGIN, OF_RESULTS = "margin", "results"
OF_SCORES: Final = ("z", "z_prime", "zeta", "en")
COLUMNS: Final = (*OF_SCORES, *(f"{name}_word" for name in OF_SCORES), "u", "u_word", "note")
SOME_UNCERTAINTIES: Final = Note(
    "some_uncertainties", "An uncertainty is stated for some replicates only: there is no zeta and En."
)
_FEWEST: Final = 2
_DOUBTFUL: Final = frozenset({cautions.FEW_FOR_ROBUST, cautions.MANY_OUTLYING})


@dataclass(frozen=True)
class Consensus:
    """The robust figures of a level relative to `offset`, and sigma_pt where the protocol's margin gives one."""

    robust: Robust
    offset: Decimal
    sigma: float | None


def scores_of_run(
    inputs: Collection[tuple[str, str, int, str, str]],
    stated: Collection[Stated],
    kept: Cells,
    compared: Sequence[Compared],
) -> list[Plain]:
    """Score every laboratory at every level, against the consensus of the cells that are `kept`.

    A cell that is left out does not make the assigned value, and has its scores all the same.
    """
    cells = of_cells(inputs, stated)
    levels: dict[str, list[str]] = {}
    for laboratory, level in sorted(cells.means, key=lambda cell: natural_key(cell[0])):
        levels.setdefault(level, []).append(laboratory)
    consensus = _consensus(kept, compared)
    return [
        _level(level, levels[level], cells, consensus.get(level)) for level in sorted(levels, key=natural_key)
    ]


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


def _level(level: str, labs: Sequence[str], cells: OfCells, found: Consensus | None) -> Plain:
    robust = found.robust if found else None
    if found is None or robust is None or robust.labs < _FEWEST:
        return _unscored(level, labs, robust)
    method, estimate = chosen(robust)
    assigned = consensus_value(estimate, method)
    if assigned is None:
        return _unscored(level, labs, robust)
    assigned = replace(assigned, value=EXACT.add(assigned.value, found.offset))
    sigma = estimate.sd if found.sigma is None else found.sigma
    results = [Reported(lab, cells.means[lab, level], cells.uncertainties.get((lab, level))) for lab in labs]
    answer = scores_of(results, assigned, sigma, spread=estimate.sd)
    return {
        "level": level,
        "labs": robust.labs,
        "assigned": {
            "value": float(assigned.value),
            "u": assigned.u,
            "method": method,
            "spread": estimate.sd,
        },
        "sigma_pt": answer.sigma_pt,
        "sigma_from": answer.sigma_pt and (OF_RESULTS if found.sigma is None else OF_MARGIN),
        "preferred": answer.preferred,
        "notes": _noted((*robust.notes, *estimate.notes, *answer.notes)),
        "scores": _columns(answer.laboratories, results, [(lab, level) in cells.partial for lab in labs]),
    }


def _unscored(level: str, labs: Sequence[str], robust: Robust | None) -> Plain:
    """Give a level without a consensus: two laboratories at least make one."""
    return {
        "level": level,
        "labs": robust.labs if robust else 0,
        "assigned": None,
        "sigma_pt": None,
        "sigma_from": None,
        "preferred": None,
        "notes": _noted(robust.notes if robust else ()),
        "scores": {"lab": list(labs)} | {name: [None] * len(labs) for name in COLUMNS},
    }


def _noted(notes: Sequence[Note]) -> list[Any]:
    return [plain(note) for note in dict.fromkeys(notes)]


def _columns(rows: Sequence[LabScores], results: Sequence[Reported], partial: Sequence[bool]) -> Plain:
    """Give the scores in columns: a study has many laboratories, and names its columns once."""
    columns: Plain = {"lab": [one.lab for one in rows]}
    for name in OF_SCORES:
        found = [getattr(one, name) for one in rows]
        columns[name] = [one.value for one in found]
        columns[f"{name}_word"] = [one.verdict for one in found]
    columns["u"] = [one.u for one in results]
    columns["u_word"] = [one.uncertainty for one in rows]
    columns["note"] = [_note(one, is_partial=at) for one, at in zip(rows, partial, strict=True)]
    return columns


def _note(one: LabScores, *, is_partial: bool) -> str | None:
    if is_partial:
        return SOME_UNCERTAINTIES.code
    return one.notes[0].code if one.notes else None
