"""What a reader must be told beside a figure, or instead of one: a stable code and a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """`code` is for programs and never changes its meaning; `text` is for the reader of the screen."""

    code: str
    text: str


NO_RESULTS = Note("no_results", "No laboratory has reported a result.")
ONE_LABORATORY = Note("one_laboratory", "One laboratory only: nothing can be said between laboratories.")
TWO_LABORATORIES = Note(
    "two_laboratories",
    "Two laboratories only: s_R has one degree of freedom and is not a precision statement.",
)
NO_REPLICATES = Note(
    "no_replicates",
    "No laboratory repeated its test: s_r and s_L are undefined, s_R is the SD of the results.",
)
ZERO_REPEATABILITY = Note(
    "zero_repeatability",
    "Identical replicates in every laboratory: s_r is below the rounding of the results.",
)
NEGATIVE_BETWEEN = Note(
    "negative_between", "The between-laboratory variance came out negative and is set to 0; s_R equals s_r."
)
EQUAL_MEANS = Note("equal_means", "All laboratory means are equal.")
COARSE_ROUNDING = Note(
    "coarse_rounding", "The results are rounded coarsely (step above s_r / 2): tests find too many outliers."
)
TOO_FEW_CELLS = Note("too_few_cells", "Fewer than two laboratories have replicates to compare.")
TWO_PAIRS = Note("two_pairs", "Two laboratories with two results each cannot show an outlying variance.")
TOO_FEW_MEANS = Note("too_few_means", "Fewer than four laboratories: no mean can lie apart significantly.")
TOO_FEW_FOR_H = Note("too_few_for_h", "Fewer than four laboratories: h cannot exceed its critical value.")
TOO_MANY_MEANS = Note("too_many_means", "The exact distribution is not tabulated for so many laboratories.")


def rounding_bound(step: float) -> Note:
    """Say what rounding alone contributes where all s_i are zero: step / sqrt(12)."""
    return Note(
        "rounding_bound",
        f"Rounding to steps of {step:g} alone has a standard deviation of {step / 12**0.5:.2g}.",
    )


def single_results(labs: Sequence[str]) -> Note:
    """Name the laboratories whose cells hold one result."""
    return Note(
        "single_results", f"One result only, counted in the means but not in s_r, C and k: {', '.join(labs)}."
    )


def identical_replicates(labs: Sequence[str], replicated: int) -> Note:
    """Name the laboratories with s_i = 0: legal, but many of them hint at copied results."""
    named = ", ".join(labs)
    if 2 * len(labs) > replicated:
        return Note(
            "many_identical_replicates",
            f"Most laboratories report identical replicates, ask for raw data: {named}.",
        )
    return Note("identical_replicates", f"Identical replicates (k = 0): {named}.")


def missing_cells(labs: Sequence[str]) -> Note:
    """Name the laboratories of the study that reported nothing at this level."""
    return Note("missing_cells", f"No result at this level, left out of it: {', '.join(labs)}.")


def modal_replicates(least: int, most: int, used: int) -> Note:
    """Say which number of results Cochran's test used for unequal cells."""
    return Note(
        "modal_replicates",
        f"Cells have {least} to {most} results; critical values are for the most frequent number, {used}.",
    )
