"""The whole analysis of a study in one call."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat
from math import isnan
from typing import Any

import numpy as np
import numpy.typing as npt

from . import level_notes, mandel
from .cells import Cells, Floats
from .cochran import cochran_tests
from .critical import Critical
from .figures import Interval, LabFigures, Level
from .grubbs import grubbs_tests
from .moments import Moments, moments_of
from .plain import plain as plain_of
from .precision import CONFIDENCE, LIMIT_FACTOR, Precision, interval_of, precision_of

# Changes whenever any number for any input can change: a certificate names it.
ENGINE_VERSION = "1.0.1"
EDITION = "ISO 5725-2:2025"


@dataclass(frozen=True, slots=True)
class Analysis:
    """All levels of a study, with what is needed to recompute them."""

    engine_version: str
    edition: str
    limit_factor: float
    confidence: float
    levels: tuple[Level, ...]

    def level(self, name: str) -> Level:
        """Return one level by its name; KeyError if the study has none of that name."""
        for level in self.levels:
            if level.level == name:
                return level
        raise KeyError(name)

    def as_dict(self) -> dict[str, Any]:
        """Return dicts, lists, strings, numbers and None only: same input, same JSON bytes."""
        plain: dict[str, Any] = plain_of(self)
        return plain


def analyse(cells: Cells) -> Analysis:
    """Compute precision, outlier tests and laboratory patterns for every level (ISO 5725-2, clause 7)."""
    return Analysis(
        engine_version=ENGINE_VERSION,
        edition=EDITION,
        limit_factor=LIMIT_FACTOR,
        confidence=CONFIDENCE,
        levels=tuple(_levels(cells)),
    )


def _levels(cells: Cells) -> Iterator[Level]:
    if not cells.labs:
        return
    moments = moments_of(cells)
    precision = precision_of(moments)
    rows = zip(
        cells.levels,
        map(float, cells.steps),
        _figures(precision, cells),
        cochran_tests(moments, cells.labs),
        grubbs_tests(moments, cells.labs),
        _laboratories(cells, moments, precision),
        ((moments.replicated & (moments.variances == 0)).tolist()),
        moments.counts.tolist(),
        strict=True,
    )
    for name, step, figures, cochran, grubbs, laboratories, zero_cells, counts in rows:
        labs, s_x = figures["labs"], figures["s_x"]
        h_note = mandel.h_note(labs, 1.0 if s_x is None else s_x)
        yield Level(
            level=name,
            step=step,
            **figures,
            cochran=cochran,
            grubbs_high=grubbs.high,
            grubbs_low=grubbs.low,
            grubbs_double_high=grubbs.double_high,
            grubbs_double_low=grubbs.double_low,
            h_critical=None if h_note else mandel.h_critical(labs),
            h_note=h_note,
            k_note=mandel.k_note(sum(count > 1 for count in counts), figures["df_r"], figures["s_r"] or 0.0),
            laboratories=laboratories,
            notes=level_notes.notes_of(
                cells.labs, counts, zero_cells, figures["s_r"], figures["s_L2_raw"], s_x, step
            ),
        )


def _figures(precision: Precision, cells: Cells) -> Iterator[dict[str, Any]]:
    """Yield the precision figures of each level, by field name of `Level`."""
    s_r, s_total = np.sqrt(precision.s_r2), np.sqrt(precision.s_R2)
    columns = {
        "labs": precision.labs.tolist(),
        "results": precision.results.tolist(),
        "mean": _numbers(np.where(precision.results > 0, _offsets(cells) + precision.mean, np.nan)),
        "u_mean": _numbers(np.sqrt(precision.u_mean2)),
        "s_x": _numbers(precision.s_x),
        "s_r": _numbers(s_r),
        "s_L": _numbers(np.sqrt(precision.s_L2)),
        "s_L2_raw": _numbers(precision.s_L2_raw),
        "s_R": _numbers(s_total),
        "r": _numbers(LIMIT_FACTOR * s_r),
        "R": _numbers(LIMIT_FACTOR * s_total),
        "n_bar": _numbers(precision.n_bar),
        "df_r": precision.df_r.tolist(),
        "df_R": _numbers(precision.df_R),
        "s_r_interval": _intervals(*interval_of(precision.s_r2, precision.df_r)),
        "s_R_interval": _intervals(*interval_of(precision.s_R2, precision.df_R)),
    }
    return (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))


def _laboratories(cells: Cells, moments: Moments, precision: Precision) -> Iterator[tuple[LabFigures, ...]]:
    """Yield the laboratories that reported at each level."""
    rows = zip(
        moments.counts.tolist(),
        (_offsets(cells)[:, None] + moments.means).tolist(),
        map(_numbers, np.sqrt(moments.variances)),
        map(_numbers, mandel.mandel_h(moments, precision.s_x)),
        map(_numbers, mandel.mandel_k(moments, precision.s_r2)),
        precision.labs.tolist(),
        precision.df_r.tolist(),
        precision.s_x.tolist(),
        strict=True,
    )
    for counts, means, deviations, h, k, labs, df_r, s_x in rows:
        h_limits = None if s_x == 0 else mandel.h_critical(labs)
        figures = map(
            _laboratory, cells.labs, counts, means, deviations, h, k, repeat(h_limits), repeat(df_r)
        )
        yield tuple(one for one in figures if one.results)


def _laboratory(
    lab: str,
    results: int,
    mean: float,
    deviation: float | None,
    h: float | None,
    k: float | None,
    h_limits: Critical | None,
    df_r: int,
) -> LabFigures:
    k_limits = None if k is None else mandel.k_critical(results, df_r)
    return LabFigures(
        lab=lab,
        results=results,
        mean=mean,
        sd=deviation,
        h=h,
        h_verdict=mandel.verdict(h, h_limits),
        k=k,
        k_critical=k_limits,
        k_verdict=mandel.verdict(k, k_limits),
    )


def _offsets(cells: Cells) -> Floats:
    return np.array([float(offset) for offset in cells.offsets])


def _numbers(column: npt.NDArray[np.float64]) -> list[float | None]:
    return [None if isnan(value) else value for value in column.tolist()]


def _intervals(low: Floats, high: Floats) -> list[Interval | None]:
    ends = zip(low.tolist(), high.tolist(), strict=True)
    return [None if isnan(lower) else Interval(lower, upper) for lower, upper in ends]
