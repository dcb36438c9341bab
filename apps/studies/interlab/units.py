"""Results of one material in one unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Final

from apps.materials.rules import HUGE_POWER, LONGEST, WRITTEN
from apps.studies.interlab.faults import BadFile

PER_CENT: Final = frozenset({"% (m/m)", "% m/m", "% (w/w)", "wt%", "wt.%", "g/100 g", "% (v/v)"})
"""How certificates write per cent; the unit library knows the plain sign."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """From one unit to another: value * factor + shift (the shift of temperature scales)."""

    factor: Decimal
    shift: Decimal

    @property
    def is_identity(self) -> bool:
        """Tell whether nothing is to be done."""
        return self == AS_IT_IS

    def of(self, value: Decimal) -> Decimal:
        """Convert a value."""
        return value * self.factor + self.shift if self.shift else value * self.factor


AS_IT_IS: Final = Conversion(Decimal(1), Decimal(0))


def one_unit(units: Iterable[str], wanted: str, what: str) -> str:
    """Give the unit of `what`: the `wanted` one, else the only one there is; BadFile where there are more."""
    found = sorted(set(units))
    if len(found) > 1 and "" in found:
        raise BadFile(f"Some results of {what} have a unit and some have none.")
    if wanted or len(found) == 1:
        return wanted or found[0]
    raise BadFile(f"{what} is reported in {' and '.join(found)}: name one of them with --unit.")


@cache
def conversion(unit: str, wanted: str) -> Conversion:
    """Find the conversion between two units; BadFile where there is none. No unit means the wanted one."""
    if unit in {wanted, ""}:
        return AS_IT_IS
    registry = _registry()
    try:
        zero, one = (
            registry.Quantity(Decimal(n), _parsed(unit)).to(_parsed(wanted)).magnitude for n in (0, 1)
        )
    except Exception as error:
        # Whatever the text of a unit makes the parser meet.
        raise BadFile(f"There is no way from the unit {unit!r} to {wanted!r}.") from error
    return Conversion((one - zero).normalize(), zero.normalize())


def _parsed(unit: str) -> Any:
    if len(unit) > LONGEST or not WRITTEN.fullmatch(unit) or HUGE_POWER.search(unit):
        raise ValueError(unit)
    return _registry().parse_units("percent" if unit in PER_CENT else unit)


@cache
def _registry() -> Any:
    # It takes about a second to load: only a file with other units pays.
    from pint import UnitRegistry  # noqa: PLC0415

    return UnitRegistry(non_int_type=Decimal)
