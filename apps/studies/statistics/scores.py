"""How far a laboratory lies from the assigned value: z, z', zeta, En, D%, PA (ISO 13528, clause 9)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from . import cautions
from .assigned import AssignedValue, negligible
from .cells import natural_key
from .notes import Note
from .reported import Reported, UncertaintyFlag, screened
from .score_columns import ScoreColumn, ScoreVerdict, columns_of, floats, pa_column

_SIGMAS_ALLOWED = 3.0


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
class Scale:
    """What is scored with: sigma_pt where it is positive; `preferred` is z where u(x_pt) is negligible, else z'."""

    sigma_pt: float | None
    preferred: Literal["z", "z_prime"] | None
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of all laboratories against the assigned value; the rest as of `Scale`."""

    assigned: AssignedValue
    sigma_pt: float | None
    preferred: Literal["z", "z_prime"] | None
    laboratories: tuple[LabScores, ...]
    notes: tuple[Note, ...]


def scale_of(assigned: AssignedValue, sigma_pt: float | None) -> Scale:
    """Judge the standard deviation for proficiency assessment: None or not positive, there is no z and z'."""
    sigma = sigma_pt if sigma_pt is not None and sigma_pt > 0 else None
    small = negligible(assigned.u, sigma)
    said = [] if sigma else [cautions.NO_SIGMA]
    said += [cautions.NOT_NEGLIGIBLE] if small is False else []
    said += [cautions.OWN_CONSENSUS] if assigned.from_participants else []
    return Scale(sigma, None if sigma is None else "z" if small else "z_prime", tuple(said))


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
    scale = scale_of(assigned, sigma_pt)
    limit = allowed if allowed is not None or scale.sigma_pt is None else _SIGMAS_ALLOWED * scale.sigma_pt
    ordered = sorted(results, key=lambda one: natural_key(one.lab))
    return Scores(
        assigned=assigned,
        sigma_pt=scale.sigma_pt,
        preferred=scale.preferred,
        laboratories=tuple(_laboratories(ordered, assigned, scale.sigma_pt, limit, spread)),
        notes=scale.notes,
    )


def _laboratories(
    results: Sequence[Reported],
    assigned: AssignedValue,
    sigma: float | None,
    limit: float | None,
    spread: float | None,
) -> Iterator[LabScores]:
    differences = np.array([float(one.value - assigned.value) for one in results])
    u = floats(one.u for one in results)
    expanded = floats(None if one.u is None or one.U is None else float(one.U) for one in results)
    columns, value = columns_of(differences, u, expanded, assigned, sigma), float(assigned.value)
    scored = zip(
        _scores(pa_column(differences, limit)),
        *map(_scores, (columns.z, columns.z_prime, columns.zeta, columns.en)),
        strict=True,
    )
    for one, difference, (allowed, z, z_prime, zeta, en) in zip(
        results, differences.tolist(), scored, strict=True
    ):
        yield LabScores(
            lab=one.lab,
            difference=difference,
            percent=100 * difference / value if value else None,
            allowed=allowed,
            z=z,
            z_prime=z_prime,
            zeta=zeta,
            en=en,
            uncertainty=screened(one.u, assigned.u, spread),
            notes=() if one.u is not None else (cautions.NO_UNCERTAINTY,),
        )


def _scores(column: ScoreColumn) -> Iterator[Score]:
    return map(Score, column.values, column.verdicts)
