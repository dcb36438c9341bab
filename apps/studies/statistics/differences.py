"""What each laboratory finds between two materials: in the difference its own bias falls out."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Context

import numpy as np

from . import equivalence_notes
from .cells import Cells, Floats
from .logarithms import logarithms
from .moments import Booleans, Integers, Moments, moments_of
from .notes import Note

# As for the cells: the answer must not depend on the caller's decimal settings.
_EXACT = Context(prec=200)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A laboratory that does not count, and why."""

    lab: str
    note: Note


@dataclass(frozen=True, eq=False)
class Differences:
    """Candidate minus incumbent, laboratory by laboratory, in the unit of the results (of ln, if in logs).

    The difference of laboratory i is `origin` + `away[i]`: `origin` is that of two reported results, taken
    in decimal, so that a constant added to all results changes no bit of the spread. Without replicates
    `s_r2`, pooled over both materials, is None; `counts` (2, labs) are the numbers of results of incumbent
    and candidate; spread up to `noise` is rounding of float64.
    """

    labs: tuple[str, ...]
    origin: float
    away: Floats
    noise: float
    counts: Integers
    variances: Floats
    left_out: tuple[LeftOut, ...]

    @property
    def mean(self) -> float:
        """The mean of the differences, every laboratory counting once."""
        return self.origin + float(self.away.mean())

    @property
    def sd(self) -> float:
        """The standard deviation of the differences; exactly 0 where only rounding noise is left."""
        if np.ptp(self.away) <= self.noise:
            return 0.0
        return float(self.away.std(ddof=1))

    @property
    def df_r(self) -> Integers:
        """Degrees of freedom within the cells of each material, (2,)."""
        return np.asarray(np.maximum(self.counts - 1, 0).sum(axis=1))

    @property
    def s_r2(self) -> float | None:
        """The repeatability variance, pooled over both materials and all laboratories that count."""
        degrees = np.maximum(self.counts - 1, 0)
        if not degrees.any():
            return None
        return float(np.where(degrees > 0, degrees * self.variances, 0.0).sum() / degrees.sum())


def differences_of(
    cells: Cells, incumbent: str, candidate: str, *, excluded: Collection[str] = (), in_logs: bool = False
) -> Differences:
    """Take the differences of all laboratories with results of both levels, but those `excluded`.

    KeyError for a level the cells lack; NotPositiveError where `in_logs` meets a result of zero or below.
    """
    pair = _two_levels(cells, (incumbent, candidate))
    pair = logarithms(pair) if in_logs else pair
    moments = moments_of(pair)
    kept = np.array([lab not in excluded for lab in pair.labs], dtype=np.bool_)
    used = moments.present.all(axis=0) & kept
    means = moments.means[:, used]
    return Differences(
        labs=tuple(lab for lab, counted in zip(pair.labs, used.tolist(), strict=True) if counted),
        origin=float(_EXACT.subtract(pair.offsets[1], pair.offsets[0])),
        away=means[1] - means[0],
        noise=float(moments.noise.sum()),
        counts=moments.counts[:, used],
        variances=moments.variances[:, used],
        left_out=tuple(_left_out(pair, moments, kept)),
    )


def _two_levels(cells: Cells, names: tuple[str, str]) -> Cells:
    missing = [name for name in names if name not in cells.levels]
    if missing:
        raise KeyError(*missing)
    at = [cells.levels.index(name) for name in names]
    return Cells(
        labs=cells.labs,
        levels=names,
        values=cells.values[at],
        offsets=tuple(cells.offsets[level] for level in at),
        steps=tuple(cells.steps[level] for level in at),
    )


def _left_out(pair: Cells, moments: Moments, kept: Booleans) -> list[LeftOut]:
    """Give the laboratories that reported at one of the two levels at least and still do not count."""
    found = []
    for lab, present, stays in zip(pair.labs, moments.present.T.tolist(), kept.tolist(), strict=True):
        if any(present) and not stays:
            found.append(LeftOut(lab, equivalence_notes.EXCLUDED))
        elif any(present) and not all(present):
            found.append(LeftOut(lab, equivalence_notes.one_material(pair.levels[present.index(False)])))
    return found
