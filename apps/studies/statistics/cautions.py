"""What must be said beside a robust, consensus, homogeneity or censored figure, or instead of one."""

from .notes import Note

COLLAPSED_SCALE = Note(
    "collapsed_scale", "So many results tie that the robust standard deviation shrinks to nothing."
)
FEW_FOR_ROBUST = Note(
    "few_for_robust",
    "Fewer than eight laboratories: Algorithm A may break down, read Q/Hampel or the median beside it.",
)
MANY_OUTLYING = Note(
    "many_outlying", "More than a fifth of the laboratories lie far off: read Q/Hampel beside Algorithm A."
)
MAD_ZERO = Note("mad_zero", "At least half of the laboratories agree exactly: MADe is 0.")

NO_BANDWIDTH = Note("no_bandwidth", "A density needs a positive sigma_pt, or results that differ.")
SEVERAL_MODES = Note(
    "several_modes", "The results gather in more than one place: no single location describes them."
)

NO_SIGMA = Note("no_sigma", "Without a positive sigma_pt there is no z, z' and PA.")
NOT_NEGLIGIBLE = Note("not_negligible", "u(x_pt) is above 0.3 sigma_pt: read z' instead of z.")
OWN_CONSENSUS = Note(
    "own_consensus", "The results scored made the assigned value: z' and zeta come out slightly too small."
)
NO_UNCERTAINTY = Note("no_uncertainty", "No uncertainty was reported: there is no zeta and En.")

FEW_ITEMS = Note("few_items", "Fewer than ten items: the check may miss differences between them.")
SINGLE_PORTIONS = Note(
    "single_portions", "One portion of each item only: s_s includes the repeatability of the method."
)
POWERLESS_CHECK = Note(
    "powerless_check",
    "The method repeats itself too badly (s_w at least sigma_pt / 2) for the check to tell.",
)
ONE_ITEM = Note("one_item", "One item only on an occasion: the uncertainty of the difference is unknown.")

FEW_FOR_E691 = Note("few_for_e691", "Fewer than six laboratories: ASTM E691 asks for six at least.")

NO_WEIGHTS = Note(
    "no_weights",
    "An uncertainty is absent or zero, so that results cannot be weighted: read the mean or Algorithm A.",
)
FEW_FOR_CONSENSUS = Note(
    "few_for_consensus", "Fewer than five laboratories: the variance between them is hardly known."
)
FEW_FOR_DEGREES = Note(
    "few_for_degrees",
    "Fewer than eight laboratories: U comes out too small, the others hardly tell how laboratories vary.",
)
DARK_UNCERTAINTY = Note(
    "dark_uncertainty", "The results differ by more than the reported uncertainties explain."
)
VERY_ALIKE = Note(
    "very_alike",
    "The results agree better than their uncertainties promise: Knapp-Hartung's u may be too small.",
)

MANY_CENSORED = Note(
    "many_censored", "More than a fifth of the results are censored: the figures lean on the normal model."
)
TOO_MANY_CENSORED = Note(
    "too_many_censored", "More than half of the results are censored: there is no quantitative statement."
)
NO_SPREAD = Note("no_spread", "Fewer than two different quantified results: no standard deviation.")


def outlying_item(item: str) -> Note:
    """Name the item whose portions differ too much (Cochran, 1 %)."""
    return Note("outlying_item", f"The portions of one item differ too much, check them first: {item}.")
