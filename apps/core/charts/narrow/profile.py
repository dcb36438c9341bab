"""One laboratory over all characteristics, for a phone."""

from typing import Final

from apps.core.charts.narrow.layout import NARROW
from apps.core.charts.profile import profile_over
from apps.core.charts.specs import Profile
from apps.core.charts.theme import VegaLite

MOST_FOR_NAMES: Final = 110


def narrow_profile(spec: Profile) -> VegaLite:
    """Give the Vega-Lite drawing of a profile for a phone."""
    return profile_over(spec, NARROW, MOST_FOR_NAMES)
