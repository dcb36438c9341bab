"""A laboratory's scores in sentences: what stands out, and what to look at."""

from collections.abc import Iterable
from math import log10
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.errors import Words
from apps.studies.projections.scores import OwnScore, OwnScores
from apps.studies.rules.scores import ALGORITHM_A, OF_MARGIN, OF_RESULTS, Q_HAMPEL

WORDS: Final[dict[str | None, tuple[Words, str]]] = {
    "ok": (gettext_lazy("satisfactory"), "good"),
    "warning": (gettext_lazy("warning signal"), "warn"),
    "action": (gettext_lazy("action signal"), "bad"),
    None: (gettext_lazy("no score"), "neutral"),
}
METHODS: Final[dict[str, Words]] = {
    ALGORITHM_A: gettext_lazy("Algorithm A"),
    Q_HAMPEL: gettext_lazy("Q/Hampel"),
    "": "",
}
SOURCES: Final[dict[str | None, Words]] = {
    OF_MARGIN: gettext_lazy("a third of the equivalence margin"),
    OF_RESULTS: gettext_lazy("the robust standard deviation of the results"),
    None: "",
}
PATTERN_FROM: Final = 4
"""Levels on one side that make a pattern: by chance alone one laboratory in eight has four."""
NEAR_A_POWER: Final = 0.05


def findings(scores: OwnScores) -> list[str]:
    """Say what stands out and what to do about it; one sentence where nothing does."""
    levels = scores.levels
    said = [
        *_signals(levels),
        *_factors(levels),
        *_one_side(levels),
        *_spread(scores),
        *_uncertainties(levels),
        *_left_out(levels),
    ]
    if said or not levels:
        return said
    return [_("Nothing stands out: no score of yours is a warning or an action signal.")]


def _signals(levels: Iterable[OwnScore]) -> Iterable[str]:
    if names := _named(one for one in levels if one.best.word == "action"):
        yield _(
            "Action signal: %(names)s. Look for the cause: the method as you carry it out, the calibration,"
            " the transcription of the results."
        ) % {"names": names}
    if names := _named(one for one in levels if one.best.word == "warning"):
        yield _("Warning signal: %(names)s. One in twenty is chance; look at it again if it comes back.") % {
            "names": names
        }


def _factors(levels: Iterable[OwnScore]) -> Iterable[str]:
    if names := _named(one for one in levels if one.best.word == "action" and _is_factor(one)):
        yield _(
            "%(names)s: off by a factor of about ten or a power of ten. Compare unit and decimal point."
        ) % {"names": names}


def _is_factor(one: OwnScore) -> bool:
    if not one.assigned or one.mean / one.assigned <= 0:
        return False
    power = log10(one.mean / one.assigned)
    return round(power) != 0 and abs(power - round(power)) < NEAR_A_POWER


def _one_side(levels: Iterable[OwnScore]) -> Iterable[str]:
    found = [one.best.value for one in levels if one.best.value is not None]
    if len(found) < PATTERN_FROM:
        return
    if min(found) > 0:
        yield _("You lie above the assigned value everywhere. That is a pattern: look at the calibration.")
    if max(found) < 0:
        yield _("You lie below the assigned value everywhere. That is a pattern: look at the calibration.")


def _spread(scores: OwnScores) -> Iterable[str]:
    wide, same = [], []
    for one in scores.levels:
        of_level = one.result.numbers_with_all or one.result.numbers
        cell = next(cell for cell in of_level["laboratories"] if cell["lab"] == scores.code)
        wide += [one] if cell["k_verdict"] in {"straggler", "outlier"} else []
        same += [one] if cell["k"] == 0 else []
    if names := _named(wide):
        yield _(
            "Your replicates vary more than the others' at %(names)s: look at how the method is repeated"
            " (sample preparation, instrument, analyst)."
        ) % {"names": names}
    if names := _named(same):
        yield _("Your replicates are identical at %(names)s: check that each was measured by itself.") % {
            "names": names
        }


def _uncertainties(levels: Iterable[OwnScore]) -> Iterable[str]:
    rows = list(levels)
    unsaid = (one for one in rows if one.best.word == "ok" and "action" in {one.zeta.word, one.en.word})
    if names := _named(unsaid):
        yield _(
            "%(names)s: you lie close enough, but further away than the uncertainty you stated allows."
        ) % {"names": names}
    if names := _named(one for one in rows if one.u_word == "too_small"):
        yield _(
            "%(names)s: your uncertainty is smaller than that of the assigned value; check your budget."
        ) % {"names": names}
    if names := _named(one for one in rows if one.u_word == "too_large"):
        yield _(
            "%(names)s: your uncertainty is larger than the spread of all laboratories; check your budget."
        ) % {"names": names}


def _left_out(levels: Iterable[OwnScore]) -> Iterable[str]:
    if names := _named(one for one in levels if one.is_left_out):
        yield _("%(names)s: your results were left out by a ruling; you are scored all the same.") % {
            "names": names
        }


def _named(levels: Iterable[OwnScore]) -> str:
    return ", ".join(f"{one.result.name} ({one.result.item_code})" for one in levels)
