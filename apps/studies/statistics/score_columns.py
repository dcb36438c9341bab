"""The scores of many laboratories at once, as columns (ISO 13528, clause 9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot, isnan
from typing import Literal

import numpy as np
import numpy.typing as npt

from .assigned import AssignedValue
from .cells import Floats

ScoreVerdict = Literal["ok", "warning", "action"]

WARNING_LIMIT, ACTION_LIMIT = 2.0, 3.0
EN_LIMIT, PA_LIMIT = 1.0, 100.0
# A score that is 3 on paper may be 2.9999999999999996 in float64.
_SLACK = 5e-13
_WORDS: tuple[ScoreVerdict | None, ...] = (None, "ok", "warning", "action")


@dataclass(frozen=True, eq=False)
class ScoreColumn:
    """One score of every laboratory and its word; both None where it is undefined."""

    values: list[float | None]
    verdicts: list[ScoreVerdict | None]


@dataclass(frozen=True, eq=False)
class ScoreColumns:
    """The four scores of every laboratory, in the order in which the differences came."""

    z: ScoreColumn
    z_prime: ScoreColumn
    zeta: ScoreColumn
    en: ScoreColumn


def columns_of(
    differences: Floats, u: Floats, expanded: Floats, assigned: AssignedValue, sigma: float | None
) -> ScoreColumns:
    """Score differences from the assigned value, shape (labs,), in the unit of the results.

    `u` and `expanded` are the standard and the expanded uncertainties that laboratories claim, NaN where there
    is none; `sigma` is positive, or None: no z and no z'.
    """
    u_pt = np.nan if assigned.u is None else assigned.u
    big = np.nan if assigned.U is None else assigned.U
    scale = np.nan if sigma is None else sigma
    return ScoreColumns(
        z=z_column(differences, np.float64(scale)),
        z_prime=z_column(differences, np.float64(hypot(scale, u_pt))),
        zeta=z_column(differences, np.hypot(u, u_pt)),
        en=en_column(differences, np.hypot(expanded, big)),
    )


def z_column(differences: Floats, scale: Floats | np.float64) -> ScoreColumn:
    """Divide by the scale: ok to 2, warning to below 3, action from 3 on (9.4.2); no positive scale, no score."""
    values = _divided(differences, scale)
    size = np.abs(values)
    action = size >= ACTION_LIMIT - _SLACK
    return _column(values, warning=(size > WARNING_LIMIT + _SLACK) & ~action, action=action)


def en_column(differences: Floats, scale: Floats) -> ScoreColumn:
    """Divide by the expanded uncertainties of both: ok to 1, action beyond (9.7)."""
    values = _divided(differences, scale)
    beyond = np.abs(values) > EN_LIMIT + _SLACK
    return _column(values, warning=np.zeros_like(beyond), action=beyond)


def pa_column(differences: Floats, allowed: float | None) -> ScoreColumn:
    """Give the share of what is allowed, in per cent: permitted is less than delta_E, as |z| less than 3 is (9.3.7)."""
    values = _divided(100 * differences, np.float64(np.nan if allowed is None else allowed))
    beyond = np.abs(values) >= PA_LIMIT - _SLACK
    return _column(values, warning=np.zeros_like(beyond), action=beyond)


def numbers(column: Floats) -> list[float | None]:
    """Give a column as JSON can hold it: None for NaN."""
    return [None if isnan(value) else value for value in column.tolist()]


def floats(column: Iterable[float | None]) -> Floats:
    """Give a column as numbers: NaN for None."""
    return np.array([np.nan if value is None else value for value in column], dtype=np.float64)


def _divided(differences: Floats, scale: Floats | np.float64) -> Floats:
    undefined: Floats = np.full(differences.shape, np.nan)
    return np.divide(differences, scale, out=undefined, where=scale > 0)


def _column(values: Floats, *, warning: npt.NDArray[np.bool_], action: npt.NDArray[np.bool_]) -> ScoreColumn:
    codes = np.where(np.isnan(values), 0, 1 + warning + 2 * action)  # places in the words
    return ScoreColumn(numbers(values), [_WORDS[code] for code in codes.tolist()])
