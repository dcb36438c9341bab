"""The answers of a comparison of two materials, as plain data with every key there is."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from apps.studies.statistics import Cells
from apps.studies.statistics.equivalence import Equivalence
from apps.studies.statistics.figures import Interval
from apps.studies.statistics.logarithms import Ratio
from apps.studies.statistics.precision_ratio import PrecisionRatio
from apps.studies.statistics.tost import Margins, Tost
from apps.studies.statistics.two_samples import FEWEST, two_samples_of
from apps.studies.statistics.weighted_equivalence import WeightedEquivalence

Plain = dict[str, Any]


def block_of(found: Equivalence, beyond: Sequence[str]) -> Plain:
    """Give the analysis with laboratories as blocks; `beyond` are left out for results beyond a limit."""
    left_out = [{"lab": one.lab, "reason": one.note.text} for one in found.left_out]
    left_out += [{"lab": lab, "reason": "A result only known to lie beyond a limit."} for lab in beyond]
    return {
        "difference": found.difference,
        "se": found.se,
        "df": found.df if found.test else None,
        **_tested(found.test),
        "decision": found.decision,
        "labs_used": list(found.labs),
        "labs_left_out": left_out,
        "p_difference": None if found.test is None else found.test.p_difference,
        "sd": found.sd,
        "sd_ci95": _ends(found.sd_interval),
        "margins": [found.margins.low, found.margins.high],
        "alpha": found.alpha,
        "differences": dict(zip(found.labs, found.differences, strict=True)),
        "ratio": None if found.ratio is None else _ratio(found.ratio),
        "notes": [*_scale(found.ratio), *(note.text for note in found.notes)],
    }


def _tested(test: Tost | None) -> Plain:
    return {
        "ci90": None if test is None else _ends(test.interval),
        "p_lower": None if test is None else test.p_lower,
        "p_upper": None if test is None else test.p_upper,
    }


def _ratio(ratio: Ratio) -> Plain:
    return {
        "value": ratio.value,
        "ci90": _ends(ratio.interval),
        "percent": ratio.percent,
        "percent_ci90": _ends(ratio.percent_interval),
    }


def _scale(ratio: Ratio | None) -> list[str]:
    if ratio is None:
        return []
    return ["difference, se, ci90 and margins are of natural logarithms; ratio has them as a ratio and in %."]


def weighted_of(found: WeightedEquivalence) -> Plain:
    """Give the secondary analysis, laboratories weighted by their numbers of results."""
    return {
        "difference": found.difference,
        "se": found.se,
        "df": found.df if found.test else None,
        **_tested(found.test),
        "decision": found.decision,
        "tau2": found.tau2,
        "tau2_ci95": _ends(found.tau2_interval),
        "notes": [note.text for note in found.notes],
    }


def precision_of(found: PrecisionRatio) -> Plain:
    """Give the repeatability of both materials and the ratio of their variances, for information."""
    return {
        "s_r_incumbent": found.s_incumbent,
        "s_r_candidate": found.s_candidate,
        "df": list(found.df),
        "variance_ratio": found.ratio,
        "ci90": _ends(found.interval),
        "limits": [1 / found.limit, found.limit],
        "decision": found.decision,
        "notes": [] if found.note is None else [found.note.text],
    }


def within_of(cells: Cells, lab: str, margins: Margins) -> Plain:
    """Compare two levels (incumbent, candidate) within one laboratory by Welch's test; it speaks for no other."""
    at = cells.labs.index(lab)
    incumbent, candidate = (row[~np.isnan(row)] for row in cells.values[:, at])
    if min(incumbent.size, candidate.size) < FEWEST:
        return {"notes": ["A single result of a material: nothing can be tested within the laboratory."]}
    origins = [float(offset) for offset in cells.offsets]
    found = two_samples_of(candidate + (origins[1] - origins[0]), incumbent, margins)
    return {
        "difference": found.difference,
        "se": found.se,
        "df": found.df,
        **_tested(found.test),
        "decision": found.decision,
        "notes": [f"Welch's test of the results of laboratory {lab} alone: it says nothing of any other."],
    }


def _ends(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [interval.low, interval.high]
