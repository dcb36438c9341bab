"""How a standard deviation grows with the level: the functional relations of ISO 5725-2, 7.5."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import special

from .cells import Floats
from .figures import Interval
from .notes import Note
from .precision import CONFIDENCE

ROUNDS: Final = 3
"""Times the weights of the straight line are renewed; the standard finds no change from the third on."""

TOO_FEW_LEVELS = Note("too_few_levels", "Too few levels with results above zero for this relation.")
NO_INTERVAL = Note("no_interval", "As many levels as coefficients: the fit is exact and has no interval.")
NOT_POSITIVE = Note("not_positive", "The line gives no positive standard deviation at every level.")


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient and its 95 % interval (Student's t on the residuals); None where there is none."""

    value: float
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Relation:
    """One fitted relation; `coefficients` by letter, `fitted` standard deviations at the levels given.

    Both are empty where the relation cannot be fitted, and `note` says why.
    """

    formula: str
    coefficients: dict[str, Coefficient]
    fitted: tuple[float, ...]
    note: Note | None


@dataclass(frozen=True, slots=True)
class Relations:
    """The three relations: through the origin, a straight line, a power."""

    proportional: Relation
    linear: Relation
    power: Relation


def relations_of(means: Sequence[float], deviations: Sequence[float]) -> Relations:
    """Fit s_r or s_R of several levels against their general means m.

    Levels without both (NaN) or with s = 0 are left out: a weight 1 / s^2 would be infinite, log s undefined.
    """
    m, s = np.array(means, dtype=np.float64), np.array(deviations, dtype=np.float64)
    given = np.isfinite(m) & np.isfinite(s) & (s > 0)
    return Relations(
        proportional=proportional(m[given], s[given]),
        linear=linear(m[given], s[given]),
        power=power(m[given], s[given]),
    )


def proportional(m: Floats, s: Floats) -> Relation:
    """Fit s = b m: weights 1 / m^2 make b the mean of the s / m (relation I). Needs levels above zero."""
    formula, x, y = "s = b m", np.ones((m.size, 1)), s / np.where(m > 0, m, np.nan)
    if not m.size or not (m > 0).all():
        return Relation(formula, {}, (), TOO_FEW_LEVELS)
    found, intervals = _least_squares(x, y, np.ones(m.size))
    return _relation(formula, "b", found, intervals, found[0] * m)


def linear(m: Floats, s: Floats) -> Relation:
    """Fit s = a + b m, weights 1 / s^2 of the fitted s, renewed three times (relation II)."""
    formula, x = "s = a + b m", np.stack((np.ones(m.size), m), axis=1)
    if np.unique(m).size < x.shape[1]:
        return Relation(formula, {}, (), TOO_FEW_LEVELS)
    fitted = s
    for _ in range(ROUNDS):
        found, intervals = _least_squares(x, s, 1 / fitted**2)
        fitted = x @ found
        if not (fitted > 0).all():
            return Relation(formula, {}, (), NOT_POSITIVE)
    return _relation(formula, "ab", found, intervals, fitted)


def power(m: Floats, s: Floats) -> Relation:
    """Fit lg s = c + d lg m, all levels alike (relation III). Needs levels above zero."""
    formula = "lg s = c + d lg m"
    if not (m > 0).all() or np.unique(m).size < 2:  # noqa: PLR2004 -- two coefficients
        return Relation(formula, {}, (), TOO_FEW_LEVELS)
    x = np.stack((np.ones(m.size), np.log10(m)), axis=1)
    found, intervals = _least_squares(x, np.log10(s), np.ones(m.size))
    return _relation(formula, "cd", found, intervals, 10 ** (x @ found))


def _least_squares(x: Floats, y: Floats, weights: Floats) -> tuple[Floats, list[Interval | None]]:
    root = np.sqrt(weights)[:, None]
    found: Floats = np.linalg.lstsq(x * root, y * root[:, 0], rcond=None)[0].astype(np.float64)
    df = y.size - x.shape[1]
    if not df:
        return found, [None] * x.shape[1]
    spread = float(weights @ (y - x @ found) ** 2) / df
    errors = np.sqrt(spread * np.diag(np.linalg.inv((x * root).T @ (x * root))))
    reach = float(special.stdtrit(df, (1 + CONFIDENCE) / 2)) * errors
    return found, [
        Interval(*ends) for ends in zip((found - reach).tolist(), (found + reach).tolist(), strict=True)
    ]


def _relation(
    formula: str, letters: str, found: Floats, intervals: list[Interval | None], fitted: Floats
) -> Relation:
    rows = zip(letters, found.tolist(), intervals, strict=True)
    return Relation(
        formula=formula,
        coefficients={letter: Coefficient(value, interval) for letter, value, interval in rows},
        fitted=tuple(fitted.tolist()),
        note=None if all(intervals) else NO_INTERVAL,
    )
