"""The mean of results with known uncertainties when laboratories differ beyond them: x = mu + lambda + e."""

from dataclasses import dataclass

import numpy as np
from scipy import special
from scipy.optimize import brentq

from .cells import Floats
from .precision import CONFIDENCE

_FINEST = 4 * float(np.finfo(np.float64).eps)
_TINIEST = float(np.finfo(np.float64).tiny)
_MOST_STEPS = 500
# Halving the widest bracket of numbers a file may hold takes 600 steps.
_MOST_HALVINGS = 5000
_SETTLED = 1e-13


@dataclass(frozen=True, slots=True)
class Fit:
    """Mean `mu` (from the centre of the data given), its plain uncertainty `u`, and `u_kh` (Knapp-Hartung).

    `tau2` is the variance between laboratories in the unit squared; `u_kh` is NaN for one laboratory.
    """

    mu: float
    u: float
    u_kh: float
    tau2: float


def heterogeneity(values: Floats, u2: Floats, tau2: float) -> float:
    """Return the weighted sum of squares about the weighted mean for a given tau^2; Cochran's Q for 0."""
    weights = 1 / (u2 + tau2)
    mu = (weights * values).sum() / weights.sum()
    return float((weights * (values - mu) ** 2).sum())


def fit_at(values: Floats, u2: Floats, tau2: float) -> Fit:
    """Weighted mean with weights 1 / (u^2 + tau^2).

    u^2 = 1 / sum w is too small for few laboratories; Knapp and Hartung (Stat. Med. 22 (2003) 2693) multiply
    it by the weighted mean square of the residuals.
    """
    weights = 1 / (u2 + tau2)
    total = float(weights.sum())
    mu = float((weights * values).sum()) / total
    squares = float((weights * (values - mu) ** 2).sum())
    u_kh = (squares / ((values.size - 1) * total)) ** 0.5 if values.size > 1 else float("nan")
    return Fit(mu, total**-0.5, u_kh, tau2)


def dersimonian_laird(values: Floats, u2: Floats) -> float:
    """Return tau^2 by moments, floored at 0 (DerSimonian and Laird, Control. Clin. Trials 7 (1986) 177)."""
    excess = heterogeneity(values, u2, 0.0) - (values.size - 1)
    return max(0.0, float(excess / _spread_of_weights(1 / u2))) if values.size > 1 else 0.0


def paule_mandel(values: Floats, u2: Floats) -> float:
    """Return the tau^2 that makes the weighted sum of squares p - 1 (J. Res. NBS 87 (1982) 377), 0 if none."""
    return _solve(values, u2, values.size - 1.0)


def restricted_likelihood(values: Floats, u2: Floats) -> float:
    """Return tau^2 of greatest restricted likelihood, by Fisher scoring from Paule and Mandel's."""
    tau2 = paule_mandel(values, u2)
    if values.size == 1:
        return tau2
    for _ in range(_MOST_STEPS):
        step = _scoring_step(values, u2 + tau2)
        last, tau2 = tau2, max(0.0, tau2 + step)
        if abs(tau2 - last) <= _SETTLED * (tau2 + float(u2.min())):
            break
    return tau2


def tau2_limits(values: Floats, u2: Floats) -> tuple[float, float]:
    """Confidence limits of tau^2 by the Q profile (Viechtbauer, Stat. Med. 26 (2007) 37): exact for normal data.

    Both 0 where the results agree so well that no tau^2 would make them likely.
    """
    tail = (1 - CONFIDENCE) / 2
    low, high = (2 * float(special.gammaincinv((values.size - 1) / 2, share)) for share in (1 - tail, tail))
    return _solve(values, u2, low), _solve(values, u2, high)


def _spread_of_weights(weights: Floats) -> float:
    """Return S1 - S2 / S1 as the sum of w_i (S1 - w_i) / S1, which one large weight does not cancel."""
    before, after = np.cumsum(weights) - weights, np.cumsum(weights[::-1])[::-1] - weights
    return float((weights * (before + after)).sum() / weights.sum())


def _scoring_step(values: Floats, variances: Floats) -> float:
    """Return score over information at these variances; 0 where one weight leaves no information on the rest.

    Both are counted in the largest weight, whose powers would leave the range of float64.
    """
    weights = 1 / variances
    largest = float(weights.max())
    shares = weights / largest
    total, squares, cubes = shares.sum(), (shares**2).sum(), (shares**3).sum()
    away = values - (shares * values).sum() / total
    information = squares - 2 * cubes / total + (squares / total) ** 2
    score = (shares * (weights * away * away)).sum() - _spread_of_weights(shares)
    return float(score / information / largest) if information > 0 else 0.0


def _solve(values: Floats, u2: Floats, target: float) -> float:
    """Return the tau^2 with this weighted sum of squares, which falls as tau^2 grows; 0 if it is below there."""
    if heterogeneity(values, u2, 0.0) <= target or target <= 0:
        return 0.0
    # No residual exceeds the range, so that the sum falls below the target before this.
    upper = values.size * float(np.ptp(values)) ** 2 / target
    root = brentq(
        lambda tau2: heterogeneity(values, u2, tau2) - target,
        0.0,
        upper,
        xtol=_TINIEST,
        rtol=_FINEST,
        maxiter=_MOST_HALVINGS,
    )
    return float(root)
