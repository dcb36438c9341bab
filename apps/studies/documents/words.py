"""The findings of an analysis in sentences."""

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from apps.core.errors import Words
from apps.core.templatetags.figures import number
from apps.studies.projections import CharacteristicResult, CharacteristicView
from apps.studies.projections.results import LeftOut
from apps.studies.rules.limits import COVERAGE

VERDICTS: Final[dict[str, tuple[Words, str]]] = {
    "accepted": (pgettext_lazy("outlier test", "accepted"), "good"),
    "straggler": (gettext_lazy("straggler"), "warn"),
    "outlier": (gettext_lazy("outlier"), "bad"),
}
AGAINST: Final[dict[str | None, tuple[Words, str]]] = {
    "within": (gettext_lazy("within the limits"), "good"),
    "outside": (gettext_lazy("outside the limits"), "bad"),
    "undecided": (gettext_lazy("not decided"), "warn"),
    None: (gettext_lazy("no limits"), "neutral"),
}
GRUBBS: Final = ("grubbs_high", "grubbs_low", "grubbs_double_high", "grubbs_double_low")


def left_out_word(one: LeftOut) -> str:
    """Say what of a laboratory's cell is left out."""
    if one.everywhere:
        return _("left out everywhere")
    return _("left out") if one.replicate is None else _("result %s left out") % one.replicate


def with_unit(value: Any, places: int, unit: str) -> str:
    """Write a figure with its unit."""
    return f"{number(value, places)} {unit}".strip()


def limits_of(result: CharacteristicResult | CharacteristicView) -> str:
    """Write the limits: `0.01 to 0.05 % (m/m)`, `at most 0.5 % (m/m)`; empty without limits."""
    low, high, unit = number(result.lower), number(result.upper), result.unit
    if result.lower is None and result.upper is None:
        return ""
    if result.upper is None:
        return _("at least %(low)s %(unit)s") % {"low": low, "unit": unit}
    if result.lower is None:
        return _("at most %(high)s %(unit)s") % {"high": high, "unit": unit}
    return _("%(low)s to %(high)s %(unit)s") % {"low": low, "high": high, "unit": unit}


def verdict_sentence(result: CharacteristicResult) -> str:
    """Say how the mean lies against the limits, with the interval that decided; empty without limits."""
    against, numbers = result.against, result.numbers
    if against is None:
        return ""
    if numbers["u_mean"] is None:
        return _("Not decided: one laboratory alone gives no uncertainty of the mean.")
    spread = COVERAGE * numbers["u_mean"]
    values = {
        "low": number(numbers["mean"] - spread, result.places),
        "high": with_unit(numbers["mean"] + spread, result.places, result.unit),
        "limits": limits_of(result),
    }
    return {
        "within": _("Within the limits: the interval %(low)s to %(high)s (mean ± 2 u) lies in %(limits)s."),
        "outside": _("Outside the limits: the interval %(low)s to %(high)s (mean ± 2 u) misses %(limits)s."),
        "undecided": _(
            "Not decided: the interval %(low)s to %(high)s (mean ± 2 u) crosses a limit (%(limits)s)."
        ),
    }[against] % values


def finding(result: CharacteristicResult) -> str:
    """Give the title of the picture: what it shows."""
    flagged = flags_of(result.numbers)
    outliers = sorted(lab for lab, verdict in flagged.items() if verdict == "outlier")
    values = {"name": result.name, "labs": ", ".join(outliers)}
    if result.numbers["cochran"]["verdict"] == "outlier":
        return _("%(name)s: the replicates of %(lab)s vary more than the others'") % {
            "name": result.name,
            "lab": ", ".join(result.numbers["cochran"]["suspects"]),
        }
    if outliers:
        return _("%(name)s: %(labs)s lies apart from the others") % values
    return _("%(name)s: the laboratories agree within their spread") % values


def flags_of(numbers: dict[str, Any]) -> dict[str, str]:
    """Give the worst word that Cochran's and Grubbs' tests have for each laboratory they point at."""
    flags: dict[str, str] = {}
    for name in ("cochran", *GRUBBS):
        test = numbers[name]
        if test["verdict"] not in {"straggler", "outlier"}:
            continue
        for lab in test["suspects"]:
            if flags.get(lab) != "outlier":
                flags[lab] = test["verdict"]
    return flags
