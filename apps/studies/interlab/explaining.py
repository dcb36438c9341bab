"""Why a figure of a level is undefined, or what must be known beside it: one sentence each."""

from collections.abc import Iterator

from apps.studies.interlab.arranging import Material
from apps.studies.interlab.censoring import Censoring
from apps.studies.interlab.outliers import unequal_cells
from apps.studies.statistics import Level
from apps.studies.statistics.robust import Robust


def sentences(material: Material, level: Level, robust: Robust, censoring: Censoring | None) -> list[str]:
    """Collect the sentences of one level, each once."""
    return list(dict.fromkeys(_all(material, level, robust, censoring)))


def _all(material: Material, level: Level, robust: Robust, censoring: Censoring | None) -> Iterator[str]:
    if censoring is not None:
        yield from censoring.sentences()
    if gaps := len(material.gaps):
        yield f"Rows without a value: {gaps}."
    if level.labs or not material.numbers:
        yield from (note.text for note in level.notes)
    if len({row.batch for row in material.numbers}) > 1:
        yield "Replicates come from several batches: s_r contains the spread between them, see nested."
    if not level.labs:
        return
    yield from _about_tests(level)
    for estimate in (robust.algorithm_a, robust.q_hampel):
        yield from (f"Robust figures: {note.text}" for note in estimate.notes)
    yield from (f"Robust figures: {note.text}" for note in robust.notes)


def _about_tests(level: Level) -> Iterator[str]:
    for name, note in (
        ("Cochran", level.cochran.note),
        ("Grubbs", level.grubbs_high.note),
        ("Grubbs for two", level.grubbs_double_high.note),
        ("Mandel's h", level.h_note),
        ("Mandel's k", level.k_note),
    ):
        if note is not None:
            yield f"{name}: {note.text}"
    if unequal_cells(level):
        yield (
            "Mandel's k: cells differ in size; k_crit is that of the most frequent number of results,"
            " k_crit_by_lab has each laboratory's own."
        )
