"""Robust figures of every level: nothing is excluded, far results count less (ISO 13528, Annex C)."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan
from typing import Self

import numpy as np

from . import cautions, notes
from .algorithm_a import EXACT_FACTOR, AlgorithmA, algorithm_a
from .cells import Cells, Floats
from .estimates import Estimate, robust_estimate
from .hampel import hampel
from .moments import moments_of
from .notes import Note
from .q_method import q_scale
from .qn import qn_scale
from .quantiles import Quantiles, quantiles_of, tied

EDITION = "ISO 13528:2022 + Amd 1:2026"
_FEWEST_LABS = 8
_MOST_OUTLYING = 0.2
_FAR = 3.0
_PAIR, _TRIPLE = 2, 3
_TRIPLE_FACTOR = 0.798  # ISO 13528, D.1.4.2


@dataclass(frozen=True, slots=True)
class Robust:
    """The robust figures of one level, from one value per laboratory, in the unit of the level.

    `median` carries nIQR as its `sd` (as Table E.5 of ISO 13528 does); `small_sample_sd` is the dispersion
    of two or three laboratories (D.1.4), None for more. `factor` is the one Algorithm A used, `replicates`
    says whether the Q method compared single results instead of means.
    """

    level: str
    edition: str
    factor: float
    replicates: bool
    labs: int
    median: Estimate
    mad_e: float | None
    n_iqr: float | None
    q_n: float | None
    small_sample_sd: float | None
    algorithm_a: Estimate
    q_hampel: Estimate
    notes: tuple[Note, ...]


def robust_of(cells: Cells, *, replicates: bool = False, factor: float = EXACT_FACTOR) -> tuple[Robust, ...]:
    """Compute the robust figures of all levels from the laboratory means.

    With `replicates` the Q method takes the single results, so that its scale is a reproducibility standard
    deviation; else it is that of the means.
    """
    moments = moments_of(cells)
    means = tied(moments.means, moments.noise)
    quantiles = quantiles_of(means)
    iterated = algorithm_a(quantiles, factor)
    scales = map(q_scale, cells.values if replicates else means[..., None])
    rows = zip(cells.levels, map(float, cells.offsets), scales, strict=True)
    return tuple(
        _robust(_Row.of(at, offset, quantiles, iterated), level, q_sd, replicates=replicates, factor=factor)
        for at, (level, offset, q_sd) in enumerate(rows)
    )


@dataclass(frozen=True, eq=False)
class _Row:
    """One level of the arrays, its values relative to `offset`."""

    offset: float
    values: Floats
    median: float
    mad_e: float
    n_iqr: float
    mean: float
    sd: float
    collapsed: bool

    @classmethod
    def of(cls, at: int, offset: float, quantiles: Quantiles, iterated: AlgorithmA) -> Self:
        return cls(
            offset=offset,
            values=quantiles.ordered[at, : quantiles.counts[at]],
            median=float(quantiles.median[at]),
            mad_e=float(quantiles.mad_e[at]),
            n_iqr=float(quantiles.n_iqr[at]),
            mean=float(iterated.mean[at]),
            sd=float(iterated.sd[at]),
            collapsed=bool(iterated.collapsed[at]),
        )


def _robust(row: _Row, level: str, q_sd: float, *, replicates: bool, factor: float) -> Robust:
    labs, offset = row.values.size, row.offset
    warnings = tuple(_warnings(row))
    trouble = (cautions.COLLAPSED_SCALE,) if row.collapsed else ()
    centre = hampel(row.values, q_sd)
    return Robust(
        level=level,
        edition=EDITION,
        factor=factor,
        replicates=replicates,
        labs=labs,
        median=robust_estimate(offset + row.median, row.n_iqr, labs),
        mad_e=_number(row.mad_e),
        n_iqr=_number(row.n_iqr),
        q_n=_number(qn_scale(row.values)),
        small_sample_sd=_small_sample(row),
        algorithm_a=robust_estimate(offset + row.mean, row.sd, labs, trouble),
        q_hampel=robust_estimate(offset + centre, q_sd, labs),
        notes=warnings,
    )


def _warnings(row: _Row) -> Iterator[Note]:
    labs, away = row.values.size, np.abs(row.values - row.median)
    if few := {0: notes.NO_RESULTS, 1: notes.ONE_LABORATORY}.get(labs):
        yield few
        return
    if labs < _FEWEST_LABS:
        yield cautions.FEW_FOR_ROBUST
    if not away.any():
        yield notes.EQUAL_MEANS
    elif row.mad_e == 0:
        yield cautions.MAD_ZERO
    elif (away > _FAR * row.mad_e).mean() > _MOST_OUTLYING:
        yield cautions.MANY_OUTLYING


def _small_sample(row: _Row) -> float | None:
    away = float(np.abs(row.values - row.median).sum())
    if row.values.size == _PAIR:
        return away / 2**0.5
    return away / (_TRIPLE_FACTOR * _TRIPLE) if row.values.size == _TRIPLE else None


def _number(value: float) -> float | None:
    return None if isnan(value) else value
