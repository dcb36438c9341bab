"""The secondary comparison of two materials: laboratories with more results weigh more."""

from dataclasses import dataclass
from math import sqrt

from . import equivalence_notes as notes
from . import random_effects
from .differences import Differences
from .equivalence import FEWEST_FOR_DECISION, FEWEST_FOR_SPREAD
from .figures import Interval
from .notes import Note
from .tost import ALPHA, Decision, Margins, Tost, decided, tost


@dataclass(frozen=True, slots=True)
class WeightedEquivalence:
    """The weighted mean of the laboratories' differences, with weights that add up to 1.

    `tau2` is the variance of the true differences between laboratories (s_LM^2) after Paule and Mandel with
    its 95 % interval (Q profile), `s_r` the pooled repeatability. `se` is that of Knapp and Hartung on `df`
    degrees of freedom. Everything is None where undefined, and `notes` say why.
    """

    difference: float | None
    se: float | None
    df: int
    tau2: float | None
    tau2_interval: Interval | None
    s_r: float | None
    test: Tost | None
    decision: Decision | None
    weights: tuple[float, ...]
    notes: tuple[Note, ...]


def weighted_equivalence_of(
    found: Differences, margins: Margins, *, alpha: float = ALPHA
) -> WeightedEquivalence:
    """Weigh each difference with 1 / (s_LM^2 + s_r^2 (1/n_S + 1/n_I)); for equal cells as `equivalence`."""
    labs, s_r2 = len(found.labs), found.s_r2
    if labs < FEWEST_FOR_SPREAD:
        return _undefined(found, notes.ONE_PAIR if labs else notes.NO_PAIR)
    if s_r2 is None:
        return _undefined(found, notes.NO_REPEATABILITY)
    within = s_r2 * (1 / found.counts).sum(axis=0)
    # Without spread in any cell all of it is between laboratories, and all weigh the same.
    tau2 = random_effects.paule_mandel(found.away, within) if s_r2 else found.sd**2
    if not tau2 + s_r2:
        return _undefined(found, notes.NO_WEIGHTS)
    fit = random_effects.fit_at(found.away, within, tau2)
    weights = 1 / (within + tau2)
    difference = found.origin + fit.mu
    se = fit.u_kh if found.sd else 0.0
    test = tost(difference, se, labs - 1, margins, alpha)
    return WeightedEquivalence(
        difference=difference,
        se=se,
        df=labs - 1,
        tau2=tau2,
        tau2_interval=Interval(*random_effects.tau2_limits(found.away, within)) if s_r2 else None,
        s_r=sqrt(s_r2),
        test=test,
        decision=decided(test.interval, margins) if labs >= FEWEST_FOR_DECISION else None,
        weights=tuple((weights / weights.sum()).tolist()),
        notes=() if labs >= FEWEST_FOR_DECISION else (notes.TWO_PAIRED,),
    )


def _undefined(found: Differences, note: Note) -> WeightedEquivalence:
    return WeightedEquivalence(
        difference=None,
        se=None,
        df=max(len(found.labs) - 1, 0),
        tau2=None,
        tau2_interval=None,
        s_r=None if found.s_r2 is None else sqrt(found.s_r2),
        test=None,
        decision=None,
        weights=(),
        notes=(note,),
    )
