"""ASTM E691: the same experiment in the words and at the significance level of that standard."""

# ruff: noqa: N815 -- the fields carry the symbols of the standard

from dataclasses import dataclass

from . import cautions, critical
from .analysis import Analysis
from .figures import LabFigures, Level
from .grubbs import FEWEST_LABS
from .notes import Note

EDITION = "ASTM E691-23"
ALPHA = 0.005
_FEWEST_ADVISED = 6


@dataclass(frozen=True, slots=True)
class CellFigures:
    """One laboratory on one material; `above_h` and `above_k` mark a statistic beyond its critical value.

    `deviation` is the cell average minus the average of all cell averages. A mark is None where there is no
    statistic or no critical value; marks are for the eye, they exclude nothing.
    """

    lab: str
    results: int
    average: float
    sd: float | None
    deviation: float | None
    h: float | None
    above_h: bool | None
    k: float | None
    k_critical: float | None
    above_k: bool | None


@dataclass(frozen=True, slots=True)
class Material:
    """The row of one material in the precision table, in its unit; None where undefined.

    `mean` is the average of all results (of the cell averages, where cells are equal), `s_xbar` the standard
    deviation of the cell averages; s_R is never below s_r. The notes of the level stand beside it.
    """

    material: str
    edition: str
    labs: int
    results: int
    balanced: bool
    mean: float | None
    s_xbar: float | None
    s_r: float | None
    s_R: float | None
    r: float | None
    R: float | None
    h_critical: float | None
    laboratories: tuple[CellFigures, ...]
    notes: tuple[Note, ...]


def e691_of(analysis: Analysis) -> tuple[Material, ...]:
    """Rewrite an analysis as the precision table of E691, h and k marked at 0.5 %.

    Unequal cells follow Annex A2, whose formulas are those of ISO 5725-2; the floor s_R >= s_r is there too.
    """
    return tuple(_material(level) for level in analysis.levels)


def _material(level: Level) -> Material:
    h_limit = critical.mandel_h(level.labs, ALPHA) if level.labs >= FEWEST_LABS and level.s_x else None
    cells = tuple(_cell(lab, h_limit, level) for lab in level.laboratories)
    few = (cautions.FEW_FOR_E691,) if 0 < level.labs < _FEWEST_ADVISED else ()
    return Material(
        material=level.level,
        edition=EDITION,
        labs=level.labs,
        results=level.results,
        balanced=len({cell.results for cell in cells}) == 1,
        mean=level.mean,
        s_xbar=level.s_x,
        s_r=level.s_r,
        s_R=level.s_R,
        r=level.r,
        R=level.R,
        h_critical=h_limit,
        laboratories=cells,
        notes=(*level.notes, *few),
    )


def _cell(lab: LabFigures, h_limit: float | None, level: Level) -> CellFigures:
    # Only where other cells have degrees of freedom as well can a cell stand out.
    judged = lab.k is not None and lab.results <= level.df_r
    k_limit = critical.mandel_k(lab.results - 1, level.df_r, ALPHA) if judged else None
    return CellFigures(
        lab=lab.lab,
        results=lab.results,
        average=lab.mean,
        sd=lab.sd,
        deviation=None if lab.h is None or level.s_x is None else lab.h * level.s_x,
        h=lab.h,
        above_h=_above(lab.h, h_limit),
        k=lab.k,
        k_critical=k_limit,
        above_k=_above(lab.k, k_limit),
    )


def _above(statistic: float | None, limit: float | None) -> bool | None:
    return None if statistic is None or limit is None else abs(statistic) > limit
