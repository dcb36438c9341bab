"""Results below or above a limit of the method: maximum likelihood for a normal sample (tobit)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np
from scipy import special

from . import cautions, notes
from .algorithm_a import PRINTED_FACTOR
from .cells import Cells
from .estimates import Estimate
from .figures import Interval
from .notes import Note
from .offset import centred
from .precision import CONFIDENCE
from .robust import robust_of
from .tobit import Sample, Tobit, tobit

Qualifier = Literal["", "<", ">"]
Censored = tuple[Decimal, Qualifier]

# Up to a fifth the likelihood is a good guide; from a half on the data have no middle to speak of.
NOTABLE_SHARE, LARGEST_SHARE = 0.2, 0.5


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What cruder treatments of the censored results give, by Algorithm A: for comparison only.

    `ignored` takes the limit for the value, `deleted` leaves the result out, `half` takes half of a "<" limit
    (and the limit of a ">").
    """

    ignored: Estimate
    deleted: Estimate
    half: Estimate


@dataclass(frozen=True, slots=True)
class CensoredFit:
    """Mean and standard deviation (maximum likelihood, no n - 1) in the unit of the results, None if undefined.

    `below` and `above` count the censored results; `median` is exact though censored, None where it is not
    among the quantified. The intervals are Wald's, that of the standard deviation on the logarithm.
    """

    results: int
    below: int
    above: int
    mean: float | None
    sd: float | None
    u: float | None
    mean_interval: Interval | None
    sd_interval: Interval | None
    median: float | None
    sensitivity: Sensitivity
    notes: tuple[Note, ...]

    @property
    def share(self) -> float:
        """Share of the results that are censored."""
        return (self.below + self.above) / self.results if self.results else 0.0


def censored_fit(results: Sequence[Censored]) -> CensoredFit:
    """Fit (value, qualifier) results, "" for quantified ones, "<" and ">" for limits.

    Up to half may be censored, from a fifth on with a warning; with more there is no quantitative statement
    (mean and standard deviation None). A result "not detected" counts as "<" its limit of detection; one
    without a limit says nothing and cannot be given. Raises ValueError for another qualifier.
    """
    if unknown := {mark for _, mark in results} - {"", "<", ">"}:
        raise ValueError(f"Unknown qualifier: {min(unknown)}.")
    marks = [mark for _, mark in results]
    below, above = marks.count("<"), marks.count(">")
    share = (below + above) / len(results) if results else 0.0
    offset, fit = _fit(results) if share <= LARGEST_SHARE else (0.0, None)
    reach = float(special.ndtri((1 + CONFIDENCE) / 2))
    return CensoredFit(
        results=len(results),
        below=below,
        above=above,
        mean=offset + fit.mean if fit else None,
        sd=fit.sd if fit else None,
        u=fit.u_mean if fit else None,
        mean_interval=_around(offset + fit.mean, reach * fit.u_mean) if fit else None,
        sd_interval=_times(fit.sd, float(np.exp(reach * fit.u_log_sd))) if fit else None,
        median=_median(results),
        sensitivity=_sensitivity(results),
        notes=tuple(_notes(len(results), share, fit)),
    )


def _fit(results: Sequence[Censored]) -> tuple[float, Tobit | None]:
    offset, floats = centred([value for value, _ in results])
    marks = np.array([mark for _, mark in results], dtype="<U1")
    return float(offset), tobit(Sample(*(floats[marks == mark] for mark in ("", "<", ">"))))


def _median(results: Sequence[Censored]) -> float | None:
    """Return the middle value, where it is the same wherever beyond their limits the censored ones lie."""
    infinity = Decimal("Infinity")
    low = [-infinity if mark == "<" else value for value, mark in results]
    high = [infinity if mark == ">" else value for value, mark in results]
    middles = {_middle(sorted(bounds)) for bounds in (low, high)} if results else {None}
    middle = middles.pop()
    return None if middles or middle is None else float(middle)


def _middle(ordered: list[Decimal]) -> Decimal | None:
    pair = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return (pair[0] + pair[1]) / 2 if all(value.is_finite() for value in pair) else None


def _sensitivity(results: Sequence[Censored]) -> Sensitivity:
    return Sensitivity(
        ignored=_algorithm_a([value for value, _ in results]),
        deleted=_algorithm_a([value for value, mark in results if not mark]),
        half=_algorithm_a([value / 2 if mark == "<" else value for value, mark in results]),
    )


def _algorithm_a(values: Sequence[Decimal]) -> Estimate:
    # With the factor as printed: the published treatments beside which these stand were computed so.
    robust = robust_of(
        Cells.from_results((str(at), "", 0, value) for at, value in enumerate(values)), factor=PRINTED_FACTOR
    )
    return robust[0].algorithm_a if robust else Estimate(notes=(notes.NO_RESULTS,))


def _around(mean: float, reach: float) -> Interval:
    return Interval(mean - reach, mean + reach)


def _times(sd: float, factor: float) -> Interval:
    return Interval(sd / factor, sd * factor)


def _notes(count: int, share: float, fit: Tobit | None) -> Iterator[Note]:
    if not count:
        yield notes.NO_RESULTS
    elif share > LARGEST_SHARE:
        yield cautions.TOO_MANY_CENSORED
    elif fit is None:
        yield cautions.NO_SPREAD
    elif share > NOTABLE_SHARE:
        yield cautions.MANY_CENSORED
