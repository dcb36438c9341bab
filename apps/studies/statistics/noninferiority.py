"""Is the candidate at most a margin worse than the incumbent, and perhaps better? (ASTM E2935)."""

from dataclasses import dataclass
from typing import Final, Literal

from scipy import special

from .equivalence import FEWEST_FOR_DECISION, Equivalence
from .tost import ALPHA, upper_tail

Direction = Literal["higher", "lower"]
"""Which results are the better ones."""

Standing = Literal["superior", "non_inferior", "inferior", "inconclusive"]
"""Better for certain; at most the margin worse for certain; more than the margin worse for certain; neither."""

_SIGN: Final[dict[Direction, int]] = {"higher": 1, "lower": -1}


@dataclass(frozen=True, slots=True)
class NonInferiority:
    """One-sided answers, signed so that positive is better whatever the direction.

    `advantage` is the difference of the means, `bound` its lower confidence limit of 100 (1 - `alpha`) %,
    `ceiling` the upper one. `p_value` is of "worse by the margin or more", `p_superior` of "not better":
    the second test costs no error, as it is made only where the first has held.
    """

    direction: Direction
    margin: float
    alpha: float
    advantage: float | None
    bound: float | None
    ceiling: float | None
    p_value: float | None
    p_superior: float | None
    standing: Standing | None


def non_inferiority_of(
    found: Equivalence, direction: Direction, margin: float, *, alpha: float = ALPHA
) -> NonInferiority:
    """Judge the differences of an equivalence analysis from one side, `margin` > 0 in their unit.

    Undefined where the analysis is: with one laboratory no figures, with two no standing. ValueError for a
    margin of zero or below.
    """
    if not margin > 0:
        raise ValueError("The margin of non-inferiority is a number above zero.")
    if found.difference is None or found.se is None:
        return NonInferiority(direction, margin, alpha, None, None, None, None, None, None)
    advantage = _SIGN[direction] * found.difference
    reach = float(special.stdtrit(found.df, 1 - alpha)) * found.se
    bound, ceiling = advantage - reach, advantage + reach
    return NonInferiority(
        direction=direction,
        margin=margin,
        alpha=alpha,
        advantage=advantage,
        bound=bound,
        ceiling=ceiling,
        p_value=upper_tail(advantage + margin, found.se, found.df),
        p_superior=upper_tail(advantage, found.se, found.df),
        standing=_standing(bound, ceiling, margin) if len(found.labs) >= FEWEST_FOR_DECISION else None,
    )


def _standing(bound: float, ceiling: float, margin: float) -> Standing:
    if bound > 0:
        return "superior"
    if bound > -margin:
        return "non_inferior"
    return "inferior" if ceiling < -margin else "inconclusive"
