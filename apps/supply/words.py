"""The published stages and units in the reader's language."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from apps.core.errors import Words

STAGES: Final[dict[str, Words]] = {
    "Smelter production": _("Smelter production"),
    "Mine production": _("Mine production"),
    "Mine production, cobalt content": _("Mine production, cobalt content"),
    "Mine production, lithium content": _("Mine production, lithium content"),
    "Mine production, rare-earth-oxide equivalent": _("Mine production, rare-earth-oxide equivalent"),
    "Primary production": _("Primary production"),
    "Primary and secondary refinery production": _("Primary and secondary refinery production"),
}
UNITS: Final[dict[str, Words]] = {"metric tons": _("t"), "kilograms": _("kg")}
