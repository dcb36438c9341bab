"""The verdict on one characteristic with the figures it stands on: "not different" is never "equivalent"."""

from dataclasses import dataclass
from math import exp
from typing import Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.studies.documents.figures.signs import written
from apps.studies.projections.flags import ComparedView
from apps.studies.rules.limits import places_of

EXTRA: int = 4
"""Decimals that may be added so that an end of the interval is not written as the margin beside it."""


@dataclass(frozen=True)
class Scale:
    """Figures of a comparison as they are shown: differences in the unit, or ratios."""

    is_ratio: bool
    unit: str
    overall: float
    low: float
    high: float
    margins: tuple[float, ...]
    places: int

    @classmethod
    def of(cls, one: ComparedView, figures: dict[str, Any]) -> Self:
        """Read the engine's figures; those of a ratio are logarithms."""
        interval, margins = figures["test"]["interval"], figures["margins"]
        asked = {"higher": ("low",), "lower": ("high",)}.get(one.direction, ("low", "high"))
        ends = [figures["difference"], interval["low"], interval["high"], *(margins[end] for end in asked)]
        overall, low, high, *kept = [exp(value) for value in ends] if one.is_ratio else ends
        kept = [float(f"{value:.10g}") for value in kept]
        places = _places((low, high), (*kept, 1.0 if one.is_ratio else 0.0), figures["se"])
        return cls(one.is_ratio, "" if one.is_ratio else one.unit, overall, low, high, tuple(kept), places)

    @property
    def nothing(self) -> float:
        """Where the materials do not differ."""
        return 1.0 if self.is_ratio else 0.0

    def value(self, difference: float) -> float:
        """Give a laboratory's difference as it is shown."""
        return exp(difference) if self.is_ratio else difference

    def number(self, value: float) -> str:
        """Write a value of the picture."""
        return written(value, self.places)

    def exact(self, value: float) -> str:
        """Write a margin with its own digits."""
        return f"{written(_shortest(value))} {self.unit}".strip()

    def named(self, value: float) -> str:
        """Name the line of a margin; its unit stands at the axis."""
        return _("margin %s") % written(_shortest(value))

    @property
    def interval(self) -> str:
        """The interval with its unit."""
        words = _("%(low)s to %(high)s") % {"low": self.number(self.low), "high": self.number(self.high)}
        return f"{words} {self.unit}".strip()

    @property
    def asked(self) -> str:
        """The margins in words: `±5 MPa`, `0.8 to 1.25`, or the one that is asked for."""
        if len(self.margins) == 1:
            return self.exact(self.margins[0])
        low, high = self.margins
        if low == -high:
            return f"±{self.exact(high)}"
        return _("%(low)s to %(high)s") % {"low": written(_shortest(low)), "high": self.exact(high)}


def _shortest(value: float) -> float:
    return value if value % 1 else int(value)


def _places(ends: tuple[float, float], lines: tuple[float, ...], se: float) -> int:
    """Give the decimals that show two digits of the standard error and keep the ends off the lines."""
    places = places_of(se, min(abs(line) for line in lines if line) / 100)
    for more in range(places, places + EXTRA):
        if all(round(end, more) != round(line, more) or end == line for end in ends for line in lines):
            return more
    return places


def title_of(one: ComparedView, scale: Scale) -> str:
    """Give the verdict in its exact word, with the interval and the margins."""
    values = {"interval": scale.interval, "margins": scale.asked}
    if one.decision is None:
        return _("No decision: the 90 %% interval is %(interval)s") % values
    return _sentences(one)[one.decision] % values


def _sentences(one: ComparedView) -> dict[str, str]:
    if one.direction == "target":
        return {
            "equivalent": _("Equivalent: the 90 %% interval %(interval)s lies within %(margins)s"),
            "different": _("Different: the 90 %% interval %(interval)s lies wholly outside %(margins)s"),
            "inconclusive": _(
                "Inconclusive: the 90 %% interval %(interval)s crosses a margin of %(margins)s"
            ),
        }
    if one.direction == "higher":
        return {
            "superior": _("Superior: the 90 %% interval %(interval)s lies above no difference"),
            "non_inferior": _(
                "Not inferior: the 90 %% interval %(interval)s lies above the margin %(margins)s"
            ),
            "inferior": _("Inferior: the 90 %% interval %(interval)s lies below the margin %(margins)s"),
            "inconclusive": _("Inconclusive: the 90 %% interval %(interval)s crosses the margin %(margins)s"),
        }
    return {
        "superior": _("Superior: the 90 %% interval %(interval)s lies below no difference"),
        "non_inferior": _("Not inferior: the 90 %% interval %(interval)s lies below the margin %(margins)s"),
        "inferior": _("Inferior: the 90 %% interval %(interval)s lies above the margin %(margins)s"),
        "inconclusive": _("Inconclusive: the 90 %% interval %(interval)s crosses the margin %(margins)s"),
    }


def text_of(one: ComparedView, scale: Scale) -> str:
    """Say how many laboratories count and which do not, and why."""
    figures, everything = one.figures or {}, one.figures_with_all or {}
    labs = set(figures["labs"])
    ruled = sorted(set(everything.get("labs", ())) - labs)
    single = sorted({said["lab"] for said in figures["left_out"]} - set(ruled))
    mean = (
        ngettext(
            "The mean ratio of %(count)s laboratory is %(mean)s.",
            "The mean ratio of %(count)s laboratories is %(mean)s.",
            len(labs),
        )
        if one.is_ratio
        else ngettext(
            "The mean difference of %(count)s laboratory is %(mean)s.",
            "The mean difference of %(count)s laboratories is %(mean)s.",
            len(labs),
        )
    )
    parts = [mean % {"count": len(labs), "mean": f"{scale.number(scale.overall)} {scale.unit}".strip()}]
    if ruled:
        parts.append(_("Left out by a confirmed ruling: %(labs)s.") % {"labs": ", ".join(ruled)})
    if single:
        parts.append(_("Without results of both materials: %(labs)s.") % {"labs": ", ".join(single)})
    return " ".join(parts)
