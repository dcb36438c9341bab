"""The precision, the outlier tests and the robust figures of every material of a file, as plain data."""

from collections.abc import Sequence
from typing import Any, Final

from apps.studies.interlab.arranging import Material, cells_of, grouped, no_cells
from apps.studies.interlab.censoring import Censoring, censoring_of
from apps.studies.interlab.exclusions import kept
from apps.studies.interlab.explaining import sentences
from apps.studies.interlab.nesting import components_of
from apps.studies.interlab.outliers import cochran_of, grubbs_of, mandel_of
from apps.studies.interlab.results import Result, in_one_unit, results_of
from apps.studies.interlab.table import read_table
from apps.studies.statistics import (
    EDITION,
    ENGINE_VERSION,
    LIMIT_FACTOR,
    Cells,
    GTest,
    Level,
    analyse,
    g_tests,
)
from apps.studies.statistics.algorithm_a import PRINTED_FACTOR
from apps.studies.statistics.estimates import Estimate
from apps.studies.statistics.figures import Interval
from apps.studies.statistics.intervals import LevelIntervals, intervals_of
from apps.studies.statistics.robust import Robust, robust_of

Plain = dict[str, Any]
Answers = tuple[Level, GTest, Robust, Robust, LevelIntervals]
FIGURES: Final = ("mean", "s_r", "s_L", "s_R", "r", "R")


def levels_of(path: str, *, unit: str = "", excluded: Sequence[str] = ()) -> Plain:
    """Analyse a file of results, every material for itself. Raises BadFile."""
    materials = materials_of(path, unit, excluded)
    censorings = {one.name: censoring_of(one) for one in materials}
    shown = [one for one in materials if _has_precision(one, censorings[one.name])]
    answers = _answers(cells_of(shown))
    levels = [
        _level(one, censorings[one.name], answers.get(one.name) or _answers(no_cells(one.name))[one.name])
        for one in materials
    ]
    return {
        "engine_version": ENGINE_VERSION,
        "edition": EDITION,
        "limit_factor": LIMIT_FACTOR,
        "excluded": list(excluded),
        "levels": levels,
    }


def materials_of(path: str, unit: str, excluded: Sequence[str]) -> list[Material]:
    """Read the materials of a file, each in one unit, without what is excluded. Raises BadFile."""
    converted: list[Result] = []
    for name, rows in grouped(results_of(read_table(path))).items():
        converted.extend(in_one_unit(rows, unit, f"Material {name}"))
    remaining = grouped(kept(converted, excluded))
    return [
        Material(name, rows[0].unit, tuple(remaining.get(name, ())))
        for name, rows in grouped(converted).items()
    ]


def _has_precision(material: Material, censoring: Censoring | None) -> bool:
    return bool(material.numbers) and (censoring is None or censoring.allows_precision)


def _answers(cells: Cells) -> dict[str, Answers]:
    """Compute all levels at once; the robust figures with the exact and with the printed factor."""
    if not cells.levels:
        return {}
    exact, printed = robust_of(cells), robust_of(cells, factor=PRINTED_FACTOR)
    answers = zip(analyse(cells).levels, g_tests(cells), exact, printed, intervals_of(cells), strict=True)
    return dict(zip(cells.levels, answers, strict=True))


def _level(material: Material, censoring: Censoring | None, answers: Answers) -> Plain:
    level, g_test, robust, printed, intervals = answers
    found = {
        "material": material.name,
        "unit": material.unit or None,
        "labs": len({row.lab for row in material.numbers}),
        "results": len(material.numbers),
        **_figures(level, intervals),
        "cochran": cochran_of(level, g_test),
        "grubbs": grubbs_of(level),
        "mandel": mandel_of(level),
        "robust": _robust(robust, printed, censoring),
        "notes": sentences(material, level, robust, censoring),
    }
    if censoring is not None:
        found["censored"] = censoring.as_plain()
    if any(row.batch for row in material.numbers):
        found["nested"] = components_of(material)
    return found


def _figures(level: Level, intervals: LevelIntervals) -> Plain:
    """Give the precision of ISO 5725-2 with 95 % intervals."""
    return {
        **{name: getattr(level, name) for name in FIGURES},
        "u_mean": level.u_mean,
        "mean_ci95": _ends(intervals.mean),
        "s_r_ci95": _ends(level.s_r_interval),
        "s_L_ci95": _ends(intervals.s_L),
        "s_R_ci95": _ends(level.s_R_interval),
    }


def _ends(interval: Interval | None) -> list[float] | None:
    """Give an interval as a pair."""
    return None if interval is None else [interval.low, interval.high]


def _robust(robust: Robust, printed: Robust, censoring: Censoring | None) -> Plain:
    """Give the robust figures of the laboratories' means."""
    q, median = robust.q_hampel, robust.median.mean
    return {
        "algorithm_a": _algorithm_a(robust.algorithm_a, robust.factor),
        "algorithm_a_printed": _algorithm_a(printed.algorithm_a, printed.factor),
        "q_hampel": {"mean": q.mean, "sd": q.sd},
        "median": median if censoring is None else censoring.median,
        "mad_e": robust.mad_e,
        "n_iqr": robust.n_iqr,
    }


def _algorithm_a(found: Estimate, factor: float) -> Plain:
    return {"mean": found.mean, "sd": found.sd, "u": found.u, "factor": factor}
