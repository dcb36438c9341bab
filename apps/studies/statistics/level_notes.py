"""What must be said about a level as a whole."""

from collections.abc import Iterable

from . import notes
from .notes import Note


def notes_of(
    labs: tuple[str, ...],
    counts: list[int],
    zero_cells: list[bool],
    s_r: float | None,
    s_l2_raw: float | None,
    s_x: float | None,
    step: float,
) -> tuple[Note, ...]:
    """Collect the notes of one level.

    `labs`, `counts` (results) and `zero_cells` (replicates all identical) run over the laboratories of the
    study; `step` is the finest digit reported, in the unit of the level.
    """
    if not any(counts):
        return (notes.NO_RESULTS,)
    return (
        *_about_numbers(labs, counts),
        *_about_spread(labs, counts, zero_cells, s_r, step),
        *([notes.NEGATIVE_BETWEEN] if s_l2_raw is not None and s_l2_raw < 0 else []),
        *([notes.EQUAL_MEANS] if s_x == 0 else []),
    )


def _about_numbers(labs: tuple[str, ...], counts: list[int]) -> Iterable[Note]:
    laboratories = sum(count > 0 for count in counts)
    if alarm := {1: notes.ONE_LABORATORY, 2: notes.TWO_LABORATORIES}.get(laboratories):
        yield alarm
    if missing := [lab for lab, count in zip(labs, counts, strict=True) if count == 0]:
        yield notes.missing_cells(missing)
    if max(counts) == 1:
        yield notes.NO_REPLICATES
    elif single := [lab for lab, count in zip(labs, counts, strict=True) if count == 1]:
        yield notes.single_results(single)


def _about_spread(
    labs: tuple[str, ...], counts: list[int], zero_cells: list[bool], s_r: float | None, step: float
) -> Iterable[Note]:
    if s_r is None:
        return
    if s_r == 0:
        yield notes.ZERO_REPEATABILITY
        yield notes.rounding_bound(step)
        return
    if identical := [lab for lab, zero in zip(labs, zero_cells, strict=True) if zero]:
        yield notes.identical_replicates(identical, sum(count > 1 for count in counts))
    if step > s_r / 2:
        yield notes.COARSE_ROUNDING
