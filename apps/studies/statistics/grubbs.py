"""Grubbs' tests: do one or two laboratory means lie apart? (ISO 5725-2, 7.3.4)."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from . import critical, notes, two_outlying
from .cells import Floats
from .largest_deviate import joint_of, largest_deviate
from .moments import Moments
from .verdicts import OutlierTest, verdict_of_large, verdict_of_small

# Of three means the largest possible G, 1.1547, is the critical value itself.
FEWEST_LABS = 4


@dataclass(frozen=True, slots=True)
class GrubbsTests:
    """One and two outlying means, at the high and the low end of one level."""

    high: OutlierTest
    low: OutlierTest
    double_high: OutlierTest
    double_low: OutlierTest


def grubbs_tests(moments: Moments, labs: tuple[str, ...]) -> tuple[GrubbsTests, ...]:
    """Test the cell means of every level at both ends; each laboratory counts once, whatever its results."""
    return tuple(
        _tests(means[present], tuple(lab for lab, here in zip(labs, present, strict=True) if here), noise)
        for means, present, noise in zip(moments.means, moments.present, moments.noise.tolist(), strict=True)
    )


def _tests(means: Floats, labs: tuple[str, ...], noise: float) -> GrubbsTests:
    order = np.argsort(means, kind="stable")
    ordered = means[order] - means[order[0]] if labs else means
    if len(labs) < FEWEST_LABS:
        return _undefined(OutlierTest(note=notes.TOO_FEW_MEANS))
    if ordered[-1] <= noise:
        return _undefined(OutlierTest(note=notes.EQUAL_MEANS))
    names = [labs[at] for at in order.tolist()]
    away = ordered - ordered.mean()
    squares = float(away @ away)
    singles, doubles = away[[-1, 0]] * [1, -1], _two_apart(ordered, squares)
    high, low = _single(len(labs), singles / np.sqrt(squares / (len(labs) - 1)), (names[-1:], names[:1]))
    double_high, double_low = _double(len(labs), doubles, (names[:-3:-1], names[:2]))
    return GrubbsTests(high, low, double_high, double_low)


def _undefined(answer: OutlierTest) -> GrubbsTests:
    return GrubbsTests(answer, answer, answer, answer)


def _two_apart(ordered: Floats, squares: float) -> Floats:
    """L without the two highest, and without the two lowest."""
    kept = np.stack((ordered[:-2], ordered[2:]))
    away = kept - kept.mean(axis=1, keepdims=True)
    return np.asarray((away**2).sum(axis=1) / squares)


def single_p_value(labs: int, statistic: Floats) -> Floats:
    """Probability of a G at least this large at one given end: exact, not Bonferroni's bound."""
    share = np.clip(statistic * np.sqrt(labs) / (labs - 1), 0.0, 1.0)  # of the largest possible G
    sums = labs / 2 * special.betaincc(0.5, (labs - 2) / 2, share**2)
    return np.where(share >= joint_of(labs, 2), sums, 1.0 - largest_deviate(labs)(share))


def _single(labs: int, statistics: Floats, suspects: tuple[list[str], list[str]]) -> list[OutlierTest]:
    pair = critical.grubbs_pair(labs)
    exact = single_p_value(labs, statistics).tolist() if labs <= two_outlying.MOST_LABS else [None, None]
    return [
        OutlierTest(
            statistic=statistic,
            suspects=tuple(named),
            critical=pair,
            p_value=p_value,
            verdict=verdict_of_large(statistic, pair),
            laboratories=labs,
        )
        for statistic, named, p_value in zip(statistics.tolist(), suspects, exact, strict=True)
    ]


def _double(labs: int, statistics: Floats, suspects: tuple[list[str], list[str]]) -> list[OutlierTest]:
    known = labs <= two_outlying.MOST_LABS
    pair = two_outlying.critical_pair(labs) if known else None
    p_values = two_outlying.p_value(labs, statistics).tolist() if known else [None, None]
    return [
        OutlierTest(
            statistic=statistic,
            suspects=tuple(named),
            critical=pair,
            p_value=p_value,
            verdict=None if pair is None else verdict_of_small(statistic, pair),
            laboratories=labs,
            note=None if known else notes.TOO_MANY_MEANS,
        )
        for statistic, named, p_value in zip(statistics.tolist(), suspects, p_values, strict=True)
    ]
