"""What a reader must be told beside a comparison of two materials, or instead of one."""

from .notes import Note

NO_PAIR = Note("no_pair", "No laboratory tested both materials.")
ONE_PAIR = Note("one_pair", "One laboratory tested both materials: nothing can be said between laboratories.")
TWO_PAIRED = Note(
    "two_paired", "Two laboratories tested both materials: the figures stand, a decision needs three or more."
)
FEW_PAIRED = Note(
    "few_paired", "Fewer than eight laboratories tested both materials: the interval is wide, the chance low."
)
EXCLUDED = Note("excluded_laboratory", "Excluded by decision, with both materials.")
EQUAL_DIFFERENCES = Note(
    "equal_differences",
    "All laboratories find the same difference: its spread is below the rounding of the results.",
)
UNEQUAL_CELLS = Note(
    "unequal_cells",
    "Laboratories have different numbers of results; each counts once, the weighted analysis is secondary.",
)
NO_REPEATABILITY = Note(
    "no_repeatability", "No laboratory repeated its test: weights and precision cannot be estimated."
)
NO_SPREAD = Note("no_spread", "Identical replicates: the repeatability is zero, a ratio of it is undefined.")
NO_WEIGHTS = Note("no_weights", "Without spread between and within laboratories all weigh the same.")


def one_material(material: str) -> Note:
    """Say which of the two materials a laboratory has no result of."""
    return Note("one_material", f"No result of {material}: a laboratory counts with both materials or not.")
