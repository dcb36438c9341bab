"""Small studies of two materials, "old" and "new", for the tests of comparisons."""

from decimal import Decimal

from apps.studies.statistics import Cells, Differences, Equivalence, Margins, differences_of, equivalence_of
from tests.studies.statistics.datasets import Row


def pair_rows(**labs: tuple[str, str]) -> list[Row]:
    """Each laboratory's results of old and new as words."""
    return [
        (lab, material, at, Decimal(word))
        for lab, words in labs.items()
        for material, cell in zip(("old", "new"), words, strict=True)
        for at, word in enumerate(cell.split())
    ]


def compared(margin: float = 1.0, *, excluded: tuple[str, ...] = (), **labs: tuple[str, str]) -> Equivalence:
    cells = Cells.from_results(pair_rows(**labs))
    return equivalence_of(cells, "old", "new", Margins.around(margin), excluded=excluded)


def taken(**labs: tuple[str, str]) -> Differences:
    return differences_of(Cells.from_results(pair_rows(**labs)), "old", "new")


def shifted(*differences: str) -> dict[str, tuple[str, str]]:
    """Laboratories whose difference is what is named, from one result of each material."""
    return {f"L{at}": ("10", str(10 + Decimal(word))) for at, word in enumerate(differences, start=1)}
