"""The assigned value of a joint test and its uncertainty (ISO 13528, clause 7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import hypot, sqrt

from .estimates import Estimate
from .offset import centred

_NEGLIGIBLE_SHARE = 0.3
_COVERAGE = 2.0
_FEWEST_DIFFERENCES = 2
_DECIMALS = 12


@dataclass(frozen=True, slots=True)
class AssignedValue:
    """x_pt with its standard uncertainty `u`; `U` is the expanded one (coverage factor 2 unless given).

    `method` names where it comes from; `from_participants` says that the results scored made it.
    """

    value: Decimal
    u: float | None
    U: float | None
    method: str
    from_participants: bool = False


@dataclass(frozen=True, slots=True)
class Agreement:
    """A reference value against the consensus of the participants (7.8); `agrees` within 2 u."""

    difference: float
    u: float
    agrees: bool


def reference_value(value: Decimal, u: float | None, U: float | None = None) -> AssignedValue:  # noqa: N803 -- symbol
    """Take a value from formulation, a reference laboratory or a certificate (7.3, 7.4, 7.6)."""
    expanded = U if U is not None or u is None else _COVERAGE * u
    return AssignedValue(value, u, expanded, "reference")


def consensus_value(estimate: Estimate, method: str) -> AssignedValue | None:
    """Take a consensus of the participants (7.7); None where the estimator has no location."""
    if estimate.mean is None:
        return None
    u = estimate.u or None
    expanded = None if u is None else _COVERAGE * u
    return AssignedValue(Decimal(repr(estimate.mean)), u, expanded, method, from_participants=True)


def value_against_crm(
    certified: Decimal, u_certified: float, differences: Sequence[Decimal]
) -> AssignedValue:
    """Transfer a certified value by differences item minus reference material, measured side by side (7.5).

    x_pt = x_CRM + d, u^2 = u_CRM^2 + s_d^2 / n. Raises ValueError for fewer than two differences.
    """
    if len(differences) < _FEWEST_DIFFERENCES:
        raise ValueError("A value against a reference material needs two differences at least.")
    offset, floats = centred(differences)
    mean = float(floats.mean())
    u_mean = sqrt(float(floats.var(ddof=1)) / floats.size)
    u = hypot(u_certified, u_mean)
    return AssignedValue(certified + offset + Decimal(repr(mean)), u, _COVERAGE * u, "reference_material")


def negligible(u: float | None, sigma_pt: float | None) -> bool | None:
    """Say whether u(x_pt) <= 0.3 sigma_pt, so that z needs no correction (9.2.1); None where unknown."""
    if u is None or sigma_pt is None:
        return None
    return round(u / sigma_pt, _DECIMALS) <= _NEGLIGIBLE_SHARE


def agreement(reference: AssignedValue, consensus: AssignedValue) -> Agreement | None:
    """Compare |x_ref - x*| with twice its standard uncertainty (7.8); None where one has no uncertainty."""
    if reference.u is None or consensus.u is None:
        return None
    difference, u = float(reference.value - consensus.value), hypot(reference.u, consensus.u)
    return Agreement(
        difference, u, round(abs(difference) / (2 * u), _DECIMALS) <= 1 if u else difference == 0
    )
