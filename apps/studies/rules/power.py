"""How many laboratories a study needs: chances to show equivalence, and what few laboratories cost."""

from dataclasses import dataclass
from functools import lru_cache
from math import log, log1p, sqrt
from typing import Final

from django.utils.translation import gettext as _
from scipy import special

from apps.core.errors import Invalid
from apps.studies.models import MarginKind
from apps.studies.rules.characteristics import LARGEST, Described
from apps.studies.rules.codes import MOST_LABORATORIES
from apps.studies.statistics.power import Assumed, chances, fewest_laboratories
from apps.studies.statistics.tost import ALPHA, Margins

SHOWN_LABORATORIES: Final = range(3, 16)
SHOWN_REPLICATES: Final = range(1, 7)
WELL: Final = 8
"""Laboratories that ISO 5725 wants at least; below, a page says what it costs."""

GOOD: Final = 0.9
FAIR: Final = 0.8
"""Chances that plans usually ask for, and the least they take."""

NO_MARGIN: Final = 1e9
"""Times the one margin: so far away that the other side of a one-sided test is never in doubt."""


@dataclass(frozen=True, kw_only=True)
class Guess:
    """Standard deviations a plan reckons with: of repeatability, and of laboratory x material.

    In the unit of the characteristic; relative (0.04 for 4 %) where margins are ratios.
    """

    s_r: float
    s_lab_material: float


def check_guess(guess: Guess) -> None:
    """Refuse a guess that no chance can be reckoned from: `Invalid`."""
    wrong = {
        name: [_("Write a standard deviation as a number from zero up.")]
        for name, value in (("s_r", guess.s_r), ("s_lab_material", guess.s_lab_material))
        if not 0 <= value < LARGEST
    }
    if not wrong and not guess.s_r + guess.s_lab_material > 0:
        wrong["s_r"] = [_("One of the two standard deviations must be above zero.")]
    if wrong:
        raise Invalid(_("The guess is not complete."), fields=wrong)


@dataclass(frozen=True)
class Chance:
    """One number of laboratories and replicates; `share` from 0 to 1."""

    replicates: int
    share: float
    is_planned: bool

    @property
    def grade(self) -> str:
        """How the table marks it: as usually asked for, as just enough, or as too little."""
        return "good" if self.share >= GOOD else "fair" if self.share >= FAIR else "low"


@dataclass(frozen=True)
class ChanceRow:
    """Chances of one number of laboratories."""

    laboratories: int
    chances: tuple[Chance, ...]


@dataclass(frozen=True)
class Power:
    """The table, the planned chance, and the fewest laboratories with 80 and 90 % (None: more than can enrol)."""

    replicates: tuple[int, ...]
    rows: tuple[ChanceRow, ...]
    planned: float
    fewest_80: int | None
    fewest_90: int | None


def power_of(
    margins: Described, guess: Guess, *, laboratories: int, replicates: int, alpha: float = ALPHA
) -> Power:
    """Give the chances to show equivalence, or non-inferiority, when the materials do not differ.

    The planned numbers are always in the table. Raises `Invalid` for a guess without any spread.
    """
    check_guess(guess)
    assumed = _assumed(margins, guess, alpha)
    labs = tuple(sorted({*SHOWN_LABORATORIES, laboratories}))
    each = tuple(sorted({*SHOWN_REPLICATES, replicates}))
    table = chances(assumed, labs, each)
    rows = tuple(
        ChanceRow(
            number,
            tuple(
                Chance(many, share, is_planned=(number, many) == (laboratories, replicates))
                for many, share in zip(each, shares, strict=True)
            ),
        )
        for number, shares in zip(labs, table, strict=True)
    )
    return Power(
        replicates=each,
        rows=rows,
        planned=table[labs.index(laboratories)][each.index(replicates)],
        fewest_80=_fewest(assumed, FAIR, replicates),
        fewest_90=_fewest(assumed, GOOD, replicates),
    )


def _fewest(assumed: Assumed, wanted: float, replicates: int) -> int | None:
    found = fewest_laboratories(assumed, wanted, replicates)
    return found if found is not None and found <= MOST_LABORATORIES else None


def _assumed(margins: Described, guess: Guess, alpha: float) -> Assumed:
    is_ratio = margins.margin_kind == MarginKind.RATIO
    scale = _of_logarithms if is_ratio else float
    return Assumed(
        s_lab_material=scale(guess.s_lab_material),
        s_r=scale(guess.s_r),
        margins=_margins(margins, is_ratio=is_ratio),
        alpha=alpha,
    )


def _of_logarithms(relative: float) -> float:
    """Give the standard deviation of the logarithm of a lognormal value with this relative one."""
    return sqrt(log1p(relative**2))


def _margins(said: Described, *, is_ratio: bool) -> Margins:
    """Give the margins around no difference; without one of them that side is far away."""
    low = None if said.margin_low is None else float(said.margin_low)
    high = None if said.margin_high is None else float(said.margin_high)
    if is_ratio:
        low, high = None if low is None else -log(low), None if high is None else log(high)
    far = NO_MARGIN * (low or high or 1.0)
    return Margins(-(far if low is None else low), far if high is None else high)


@lru_cache
def times_as_wide(laboratories: int) -> float:
    """Tell how many times as wide the interval of a difference is as with eight laboratories, at equal spread.

    Half its width is t(0.95; p - 1) s / sqrt(p).
    """
    return _half_width(laboratories) / _half_width(WELL)


def _half_width(laboratories: int) -> float:
    return float(special.stdtrit(laboratories - 1, 1 - ALPHA)) / sqrt(laboratories)
