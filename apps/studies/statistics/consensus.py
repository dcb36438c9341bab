"""The consensus of results that come with uncertainties, weighted and not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf

from scipy import special

from . import cautions, notes, random_effects
from .cells import Floats
from .estimates import Estimate, plain_estimate, t_interval
from .figures import Interval
from .measured import Measured, arranged
from .notes import Note
from .random_effects import Fit
from .robust import robust_of

_FEW = 5
_SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Combined:
    """A weighted mean `mu` in the unit of the results, `tau2` in its square.

    `u` is the plain standard uncertainty (too small for few laboratories), `u_kh` that of Knapp and Hartung,
    from which `interval` comes by Student's t; both None for one laboratory.
    """

    mu: float
    u: float
    tau2: float
    u_kh: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Weighted:
    """The estimates that weight by the reported uncertainties.

    `Q` is the weighted sum of squares about the weighted mean, `p_value` the chance of one as large if the
    uncertainties tell all (chi-squared with `df`); `tau2_interval` is by the Q profile. Both None for one
    laboratory.
    """

    Q: float
    df: int
    p_value: float | None
    weighted_mean: Combined
    dersimonian_laird: Combined
    paule_mandel: Combined
    reml: Combined
    tau2_interval: Interval | None


@dataclass(frozen=True, slots=True)
class Consensus:
    """All estimates of the consensus; `weighted` is None where an uncertainty is absent or zero."""

    labs: int
    mean: Estimate
    median: Estimate
    algorithm_a: Estimate
    weighted: Weighted | None
    notes: tuple[Note, ...]


def consensus_of(results: Iterable[Measured]) -> Consensus:
    """Combine (lab, value, standard uncertainty) rows, one per laboratory, in any order.

    Raises DuplicateResultError for a laboratory that comes twice, ValueError for a value that is no number.
    """
    cells, u = arranged(results)
    if not cells.labs:
        nothing = Estimate(notes=(notes.NO_RESULTS,))
        return Consensus(0, nothing, nothing, nothing, None, nothing.notes)
    values, offset = cells.values[0, :, 0], float(cells.offsets[0])
    (robust,) = robust_of(cells)
    sd = float(values.std(ddof=1)) if values.size > 1 else float("nan")
    # A result of unknown uncertainty has no weight, and one of uncertainty 0 would decide alone.
    usable = bool(((u > 0) & (u < inf)).all())
    weighted = _weighted(values, u**2, offset) if usable else None
    return Consensus(
        labs=values.size,
        mean=plain_estimate(offset + float(values.mean()), sd, values.size),
        median=robust.median,
        algorithm_a=robust.algorithm_a,
        weighted=weighted,
        notes=tuple(_notes(values.size, weighted)),
    )


def _weighted(values: Floats, u2: Floats, offset: float) -> Weighted:
    q, df = random_effects.heterogeneity(values, u2, 0.0), values.size - 1

    def combined(tau2: float) -> Combined:
        return _combined(random_effects.fit_at(values, u2, tau2), offset, df)

    return Weighted(
        Q=q,
        df=df,
        p_value=float(special.chdtrc(df, q)) if df else None,
        weighted_mean=combined(0.0),
        dersimonian_laird=combined(random_effects.dersimonian_laird(values, u2)),
        paule_mandel=combined(random_effects.paule_mandel(values, u2)),
        reml=combined(random_effects.restricted_likelihood(values, u2)),
        tau2_interval=Interval(*random_effects.tau2_limits(values, u2)) if df else None,
    )


def _combined(fit: Fit, offset: float, df: int) -> Combined:
    mu = offset + fit.mu
    if not df:
        return Combined(mu, fit.u, fit.tau2, None, None)
    return Combined(mu, fit.u, fit.tau2, fit.u_kh, t_interval(mu, fit.u_kh, df) if fit.u_kh > 0 else None)


def _notes(labs: int, weighted: Weighted | None) -> Iterator[Note]:
    if labs == 1:
        yield notes.ONE_LABORATORY
    elif labs < _FEW:
        yield cautions.FEW_FOR_CONSENSUS
    if weighted is None:
        yield cautions.NO_WEIGHTS
        return
    if weighted.p_value is not None and weighted.p_value < _SIGNIFICANT:
        yield cautions.DARK_UNCERTAINTY
    if weighted.paule_mandel.u_kh is not None and weighted.df > weighted.Q:
        yield cautions.VERY_ALIKE
