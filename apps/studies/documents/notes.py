"""The engine's notes in the reader's language: found by code, their values taken from the English text."""

import re
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

WORDS: Final = {
    "no_results": gettext_noop("No laboratory has reported a result."),
    "one_laboratory": gettext_noop("One laboratory only: nothing can be said between laboratories."),
    "two_laboratories": gettext_noop(
        "Two laboratories only: s_R has one degree of freedom and is not a precision statement."
    ),
    "no_replicates": gettext_noop(
        "No laboratory repeated its test: s_r and s_L are undefined, s_R is the SD of the results."
    ),
    "zero_repeatability": gettext_noop(
        "Identical replicates in every laboratory: s_r is below the rounding of the results."
    ),
    "negative_between": gettext_noop(
        "The between-laboratory variance came out negative and is set to 0; s_R equals s_r."
    ),
    "equal_means": gettext_noop("All laboratory means are equal."),
    "coarse_rounding": gettext_noop(
        "The results are rounded coarsely (step above s_r / 2): tests find too many outliers."
    ),
    "too_few_cells": gettext_noop("Fewer than two laboratories have replicates to compare."),
    "two_pairs": gettext_noop("Two laboratories with two results each cannot show an outlying variance."),
    "too_few_means": gettext_noop("Fewer than four laboratories: no mean can lie apart significantly."),
    "too_few_for_h": gettext_noop("Fewer than four laboratories: h cannot exceed its critical value."),
    "too_many_means": gettext_noop("The exact distribution is not tabulated for so many laboratories."),
    "rounding_bound": gettext_noop("Rounding to steps of {0} alone has a standard deviation of {1}."),
    "single_results": gettext_noop("One result only, counted in the means but not in s_r, C and k: {labs}."),
    "many_identical_replicates": gettext_noop(
        "Most laboratories report identical replicates, ask for raw data: {labs}."
    ),
    "identical_replicates": gettext_noop("Identical replicates (k = 0): {labs}."),
    "missing_cells": gettext_noop("No result at this level, left out of it: {labs}."),
    "censored_results": gettext_noop(
        "Results below or above a limit, or not detected, are no numbers and left out of these figures: {0}."
    ),
    "modal_replicates": gettext_noop(
        "Cells have {0} to {1} results; critical values are for the most frequent number, {2}."
    ),
}
OF_SCORES: Final = {
    "few_for_robust": gettext_noop(
        "Fewer than eight laboratories: the consensus is taken by Q/Hampel, and leans on few."
    ),
    "many_outlying": gettext_noop(
        "More than a fifth of the laboratories lie far off: the consensus is taken by Q/Hampel."
    ),
    "collapsed_scale": gettext_noop(
        "So many results tie that the robust standard deviation of Algorithm A shrinks to nothing."
    ),
    "mad_zero": gettext_noop("At least half of the laboratories agree exactly."),
    "no_sigma": gettext_noop("Without a positive σ_pt there is no z and z′."),
    "not_negligible": gettext_noop("u(x_pt) is above 0.3 σ_pt: read z′ instead of z."),
    "own_consensus": gettext_noop(
        "The results scored made the assigned value: z′ and ζ come out slightly too small."
    ),
    "no_uncertainty": gettext_noop("Where you stated no uncertainty there is no ζ and E_n."),
    "some_uncertainties": gettext_noop(
        "Where you stated an uncertainty for some replicates only there is no ζ and E_n."
    ),
}
NUMBER: Final = re.compile(r"\d+(?:\.\d+)?(?:e[+-]?\d+)?")


def sentence(note: dict[str, Any]) -> str:
    """Give a note of the engine (its code and English text) in the reader's language."""
    text: str = note["text"]
    words = (WORDS | OF_SCORES).get(note["code"])
    if words is None:
        return text
    labs = text.rpartition(": ")[2].removesuffix(".")
    return _(words).format(*NUMBER.findall(text), labs=labs)


def sentence_of(code: str) -> str:
    """Give a note of the scores in the reader's language."""
    return _(OF_SCORES[code])
