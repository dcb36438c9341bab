"""A laboratory's result with the uncertainty it claims, and whether that is credible."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

UncertaintyFlag = Literal["too_small", "too_large"]

_SPREADS_CREDIBLE = 1.5


@dataclass(frozen=True, slots=True)
class Reported:
    """A laboratory's result, with its expanded uncertainty `U` (coverage factor `k`) if it gave one."""

    lab: str
    value: Decimal
    U: Decimal | None = None
    k: Decimal = Decimal(2)

    @property
    def u(self) -> float | None:
        """Standard uncertainty; None where it is absent or zero."""
        return float(self.U / self.k) if self.U and self.U > 0 and self.k > 0 else None


def screened(u: float | None, u_pt: float | None, spread: float | None) -> UncertaintyFlag | None:
    """Flag a reported standard uncertainty below u(x_pt) or above 1.5 s* (9.8); it is no verdict."""
    if u is None:
        return None
    if u_pt is not None and u < u_pt:
        return "too_small"
    return "too_large" if spread is not None and u > _SPREADS_CREDIBLE * spread else None
