"""Small CSV files for the tests of the command."""

from collections.abc import Callable
from pathlib import Path

import pytest

HEADER = "lab,material,replicate,value\n"
Written = Callable[[str | bytes], str]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Write a file, give its path."""

    def write(content: str | bytes) -> str:
        path = tmp_path / "results.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def rows_of(*labs: str, material: str = "x") -> str:
    """One material; each laboratory's results as words, laboratories named A, B, ..."""
    return "".join(
        f"{lab},{material},{at},{word}\n"
        for lab, words in zip("ABCDEFGHIJKLMN", labs, strict=False)
        for at, word in enumerate(words.split(), start=1)
    )


def pair_of(*labs: str) -> str:
    """Two materials, old and new; each laboratory as "1 2 | 3 4"."""
    halves = [lab.split("|") for lab in labs]
    old, new = (
        rows_of(*(half[at] for half in halves), material=name) for at, name in enumerate(("old", "new"))
    )
    return HEADER + old + new
