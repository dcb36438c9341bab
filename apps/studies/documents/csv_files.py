"""CSV files that leave: the empty sheet of a study, and the numbers of its analysis."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from apps.studies.projections import CharacteristicResult, StudyView
from apps.studies.rules.sheets import COLUMNS, OPTIONAL

DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")
FIGURES: Final = ("mean", "u_mean", "s_r", "s_L", "s_R", "r", "R")
TESTS: Final = ("cochran", "grubbs_high", "grubbs_low", "grubbs_double_high", "grubbs_double_low")


def empty_sheet(study: StudyView) -> bytes:
    """Give the sheet of the viewer's own laboratory with every cell filled in but the values."""
    return _written((*COLUMNS, OPTIONAL), empty_rows(study))


def empty_rows(study: StudyView) -> Iterator[tuple[str, str, int, str, str, str]]:
    """Give the rows of an empty sheet: sample by sample, in the order of the protocol."""
    for sample in study.own.samples if study.own else ():
        for row in study.characteristics:
            for replicate in range(1, study.replicates + 1):
                yield sample, row.code, replicate, "", row.unit, ""


def numbers_file(results: Iterable[CharacteristicResult]) -> bytes:
    """Give the analysis as a table, a level a row; figures with all their digits, in the unit of the row.

    The figures stand without what is `left_out` (`L07` is a cell, `L07#3` its replicate 3); at the end of the
    row are those `with_all` results.
    """
    tests = [f"{test}_{part}" for test in TESTS for part in ("statistic", "verdict", "suspects")]
    header = ["item", "characteristic", "name", "unit", "lower", "upper", "laboratories", "results"]
    beside = ["left_out", "laboratories_with_all", "results_with_all"]
    beside += [f"{name}_with_all" for name in FIGURES]
    return _written([*header, *FIGURES, *tests, *beside], map(_row, results))


def _row(result: CharacteristicResult) -> list[Any]:
    numbers, with_all = result.numbers, result.numbers_with_all or result.numbers
    tests = [numbers[test] for test in TESTS]
    return [
        *(safe(text) for text in (result.item_code, result.code, result.name, result.unit)),
        result.lower,
        result.upper,
        numbers["labs"],
        numbers["results"],
        *(numbers[name] for name in FIGURES),
        *(
            part
            for test in tests
            for part in (test["statistic"], test["verdict"], safe(" ".join(test["suspects"])))
        ),
        safe(" ".join(sorted({one.label for one in result.left_out}))),
        with_all["labs"],
        with_all["results"],
        *(with_all[name] for name in FIGURES),
    ]


def safe(text: str) -> str:
    """Make a text that a spreadsheet would run into one that it shows."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _written(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(header)
    lines.writerows(rows)
    return text.getvalue().encode("utf-8-sig")
