"""Laboratory, batch (or day, operator), replicate: the balanced nested design of ISO 5725-3."""

# ruff: noqa: N815 -- the fields carry the symbols of the standard

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

from .cells import Floats, natural_key
from .estimates import t_interval
from .figures import Interval
from .mean_squares import MeanSquare, interval_of_difference, interval_of_sum
from .offset import centred

NestedResult = tuple[str, str, int, Decimal]
"""Laboratory, batch, replicate, value: one level."""

_FEWEST = 2


class UnbalancedError(ValueError):
    """The design is not the same in every laboratory, or too small for its components."""


@dataclass(frozen=True, slots=True)
class Component:
    """A standard deviation with its 95 % interval, and its variance before it was floored at zero."""

    sd: float
    variance_raw: float
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Nested:
    """One level: general mean and the components of its spread, in the unit of the results.

    `s_r` is between replicates, `s_batch` between batches of a laboratory, `s_L` between laboratories;
    `s_intermediate` joins the first two, `s_R` all three.
    """

    labs: tuple[str, ...]
    batches: int
    replicates: int
    mean: float
    u_mean: float
    mean_interval: Interval | None
    s_r: Component
    s_batch: Component
    s_L: Component
    s_intermediate: Component
    s_R: Component


def nested_of(rows: Iterable[NestedResult]) -> Nested:
    """Split the spread of one level by analysis of variance (ISO 5725-3:2023, annex C).

    A component that comes out negative is 0, its raw value stays; sums use the components as reported.
    UnbalancedError unless every laboratory has the same two or more batches of two or more replicates.
    """
    labs, values, offset = _array(rows)
    p, b, n = values.shape
    batch_means = values.mean(axis=2)
    lab_means = batch_means.mean(axis=1)
    mean = lab_means.mean()
    within = MeanSquare(_square(values - batch_means[..., None]) / (p * b * (n - 1)), p * b * (n - 1))
    batches = MeanSquare(n * _square(batch_means - lab_means[:, None]) / (p * (b - 1)), p * (b - 1))
    between = MeanSquare(b * n * _square(lab_means - mean) / (p - 1), p - 1)
    s_r = _component(within.value, interval_of_sum([(1.0, within)]))
    s_batch = _component((batches.value - within.value) / n, interval_of_difference(1 / n, batches, within))
    s_lab = _component(
        (between.value - batches.value) / (b * n), interval_of_difference(1 / (b * n), between, batches)
    )
    inner = [(1 / n, batches), (1 - 1 / n, within)]
    whole = [(1 / (b * n), between), ((1 - 1 / b) / n, batches), (1 - 1 / n, within)]
    centre, u_mean = float(offset) + float(mean), sqrt(between.value / values.size)
    return Nested(
        labs=labs,
        batches=b,
        replicates=n,
        mean=centre,
        u_mean=u_mean,
        mean_interval=t_interval(centre, u_mean, between.df) if u_mean > 0 else None,
        s_r=s_r,
        s_batch=s_batch,
        s_L=s_lab,
        s_intermediate=_joined([s_r, s_batch], interval_of_sum(inner)),
        s_R=_joined([s_r, s_batch, s_lab], interval_of_sum(whole)),
    )


def _square(deviations: Floats) -> float:
    return float((deviations**2).sum())


def _component(variance: float, interval: Interval | None) -> Component:
    return Component(sqrt(max(0.0, variance)), variance, interval)


def _joined(parts: list[Component], interval: Interval | None) -> Component:
    variance = sum(part.sd**2 for part in parts)
    return Component(sqrt(variance), variance, interval)


def _array(rows: Iterable[NestedResult]) -> tuple[tuple[str, ...], Floats, Decimal]:
    """Arrange the results as (labs, batches, replicates), minus an exact decimal offset."""
    cells: dict[str, dict[str, dict[int, Decimal]]] = defaultdict(lambda: defaultdict(dict))
    for lab, batch, replicate, value in rows:
        if replicate in cells[lab][batch]:
            message = f"Laboratory {lab}, batch {batch}: replicate {replicate} comes twice."
            raise UnbalancedError(message)
        cells[lab][batch][replicate] = value
    labs = sorted(cells, key=natural_key)
    plain = [[list(cells[lab][batch].values()) for batch in cells[lab]] for lab in labs]
    sizes = {(len(batches), len(cell)) for batches in plain for cell in batches}
    if len(labs) < _FEWEST or len(sizes) != 1 or min(*sizes.pop()) < _FEWEST:
        message = "Each of two or more laboratories needs the same number of batches and of replicates."
        raise UnbalancedError(message)
    offset, floats = centred([value for batches in plain for cell in batches for value in cell])
    return tuple(labs), floats.reshape(len(labs), len(plain[0]), len(plain[0][0])), offset
