"""The answers of an analysis: frozen, plain, in the unit of the level; None where a figure is undefined."""

# ruff: noqa: N815 -- the fields carry the symbols of the standard

from dataclasses import dataclass

from .critical import Critical
from .notes import Note
from .verdicts import OutlierTest, Verdict


@dataclass(frozen=True, slots=True)
class Interval:
    """A two-sided confidence interval."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class LabFigures:
    """One laboratory at one level: its cell, and Mandel's h and k with their marks."""

    lab: str
    results: int
    mean: float
    sd: float | None
    h: float | None
    h_verdict: Verdict | None
    k: float | None
    k_critical: Critical | None
    k_verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Level:
    """One material and characteristic: precision, outlier tests, laboratories.

    Standard deviations, limits, `mean`, `u_mean` and `step` (finest digit reported) are in the unit of the
    level, `s_L2_raw` in its square (negative where `s_L` was floored at 0). `s_x` is the standard deviation
    of the cell means, `n_bar` the effective number of results per laboratory; `labs` and `results` are
    numbers.
    """

    level: str
    labs: int
    results: int
    step: float
    mean: float | None
    u_mean: float | None
    s_x: float | None
    s_r: float | None
    s_L: float | None
    s_L2_raw: float | None
    s_R: float | None
    r: float | None
    R: float | None
    n_bar: float | None
    df_r: int
    df_R: float | None
    s_r_interval: Interval | None
    s_R_interval: Interval | None
    cochran: OutlierTest
    grubbs_high: OutlierTest
    grubbs_low: OutlierTest
    grubbs_double_high: OutlierTest
    grubbs_double_low: OutlierTest
    h_critical: Critical | None
    h_note: Note | None
    k_note: Note | None
    laboratories: tuple[LabFigures, ...]
    notes: tuple[Note, ...]
