"""How far a laboratory lies from the assigned value: z, z', zeta, En, D%, PA (ISO 13528, clause 9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot
from typing import Literal

from . import cautions
from .assigned import AssignedValue, negligible
from .cells import natural_key
from .notes import Note
from .reported import Reported, UncertaintyFlag, screened

ScoreVerdict = Literal["ok", "warning", "action"]

WARNING_LIMIT, ACTION_LIMIT = 2.0, 3.0
EN_LIMIT, PA_LIMIT = 1.0, 100.0
_SIGMAS_ALLOWED = 3.0
# A score that is 3 on paper may be 2.9999999999999996 in float64.
_DECIMALS = 12


@dataclass(frozen=True, slots=True)
class Score:
    """One score and its word; both None where it is undefined."""

    value: float | None = None
    verdict: ScoreVerdict | None = None


@dataclass(frozen=True, slots=True)
class LabScores:
    """The scores of one laboratory. `difference` is in the unit of the result, D% and PA in per cent."""

    lab: str
    difference: float
    percent: float | None
    allowed: Score
    z: Score
    z_prime: Score
    zeta: Score
    en: Score
    uncertainty: UncertaintyFlag | None
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of all laboratories; `preferred` is z where u(x_pt) is negligible, else z'."""

    assigned: AssignedValue
    sigma_pt: float | None
    preferred: Literal["z", "z_prime"] | None
    laboratories: tuple[LabScores, ...]
    notes: tuple[Note, ...]


def scores_of(
    results: Iterable[Reported],
    assigned: AssignedValue,
    sigma_pt: float | None,
    *,
    allowed: float | None = None,
    spread: float | None = None,
) -> Scores:
    """Score every result against the assigned value, laboratories in natural order.

    `sigma_pt` is the standard deviation for proficiency assessment (None or not positive: no z, z'),
    `allowed` the largest permitted deviation delta_E (3 sigma_pt where not given), `spread` the robust
    standard deviation of the results, for screening the uncertainties reported.
    """
    sigma = sigma_pt if sigma_pt is not None and sigma_pt > 0 else None
    limit = allowed if allowed is not None or sigma is None else _SIGMAS_ALLOWED * sigma
    ordered = sorted(results, key=lambda one: natural_key(one.lab))
    small = negligible(assigned.u, sigma)
    said = [] if sigma else [cautions.NO_SIGMA]
    said += [cautions.NOT_NEGLIGIBLE] if small is False else []
    said += [cautions.OWN_CONSENSUS] if assigned.from_participants else []
    return Scores(
        assigned=assigned,
        sigma_pt=sigma,
        preferred=None if sigma is None else "z" if small else "z_prime",
        laboratories=tuple(_laboratory(one, assigned, sigma, limit, spread) for one in ordered),
        notes=tuple(said),
    )


def _laboratory(
    one: Reported, assigned: AssignedValue, sigma: float | None, limit: float | None, spread: float | None
) -> LabScores:
    difference, value = float(one.value - assigned.value), float(assigned.value)
    u, u_pt = one.u, assigned.u
    big = float(one.U) if one.u is not None and one.U is not None else None
    return LabScores(
        lab=one.lab,
        difference=difference,
        percent=100 * difference / value if value else None,
        allowed=_allowed(difference, limit),
        z=z_score(difference, sigma),
        z_prime=z_score(difference, None if sigma is None or u_pt is None else hypot(sigma, u_pt)),
        zeta=z_score(difference, None if u is None or u_pt is None else hypot(u, u_pt)),
        en=_en(difference, big, assigned.U),
        uncertainty=screened(u, u_pt, spread),
        notes=() if u is not None else (cautions.NO_UNCERTAINTY,),
    )


def z_score(difference: float, scale: float | None) -> Score:
    """Divide by the scale: ok to 2, warning to below 3, action from 3 on (9.4.2); no scale, no score."""
    if scale is None or not scale > 0:
        return Score()
    score = difference / scale
    size = round(abs(score), _DECIMALS)
    if size <= WARNING_LIMIT:
        return Score(score, "ok")
    return Score(score, "warning" if size < ACTION_LIMIT else "action")


def _allowed(difference: float, limit: float | None) -> Score:
    # Permitted is less than delta_E, as |z| less than 3 is (9.3.7).
    if limit is None or not limit > 0:
        return Score()
    score = 100 * difference / limit
    return Score(score, "ok" if round(abs(score), _DECIMALS) < PA_LIMIT else "action")


def _en(difference: float, big_lab: float | None, big_pt: float | None) -> Score:
    if big_lab is None or big_pt is None:
        return Score()
    score = difference / hypot(big_lab, big_pt)
    return Score(score, "ok" if round(abs(score), _DECIMALS) <= EN_LIMIT else "action")
