"""What may stand as a unit of a characteristic."""

import re
from functools import cache
from typing import Any, Final

from django.utils.translation import gettext as _

from apps.core.errors import Invalid

MASS_FRACTIONS: Final = frozenset(
    {"% (m/m)", "% m/m", "% (w/w)", "wt%", "wt.%", "g/100 g", "mg/kg", "µg/kg", "µg/g", "g/kg"}
)
"""How certificates of analysis write a mass fraction; pint does not know all of them."""

LONGEST: Final = 30
WRITTEN: Final = re.compile(r"[A-Za-z0-9µμΩÅ°%·/*^()_.²³⁴⁻¹ -]+")
HUGE_POWER: Final = re.compile(r"(?:\^|\*\*)\s*-?\s*(?:\d{2}|\d+\s*(?:\^|\*\*))")


def check_unit(unit: str) -> None:
    """Refuse what is no unit: `Invalid` unless pint knows it or it is a usual mass fraction."""
    if not known_unit(unit):
        message = _("“%(unit)s” is not a unit we know; write it like MPa, g/cm³ or %% (m/m).") % {
            "unit": unit
        }
        raise Invalid(message, fields={"unit": [message]})


def known_unit(unit: str) -> bool:
    """Tell whether a text is a unit."""
    if unit in MASS_FRACTIONS:
        return True
    if len(unit) > LONGEST or not WRITTEN.fullmatch(unit) or HUGE_POWER.search(unit):
        return False
    try:
        _registry().parse_units(unit)
    except Exception:  # noqa: BLE001 - pint's parser raises whatever the text makes it meet
        return False
    return not unit[0].isspace() and unit[0] not in "-+=@"


@cache
def _registry() -> Any:
    # pint takes about a second to load: the first unit pays, not every start.
    from pint import UnitRegistry  # noqa: PLC0415

    return UnitRegistry()
