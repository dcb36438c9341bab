"""Bare lists of results, centred the way `Cells` centres a level."""

from collections.abc import Sequence
from decimal import Decimal

from .cells import Cells, Floats


def centred(values: Sequence[Decimal]) -> tuple[Decimal, Floats]:
    """Return a common offset and the values minus it, in the order given (subtracted in decimal).

    Results such as 1000000000000.4 keep their digits. Raises ValueError for a value that is not a finite
    number; the array of no values is empty and its offset 0.
    """
    if not values:
        return Decimal(0), Cells.from_results(()).values.reshape(0)
    # A cell for each value: natural order keeps the order of the counter.
    cells = Cells.from_results((str(at), "", 0, value) for at, value in enumerate(values))
    return cells.offsets[0], cells.values[0, :, 0]
