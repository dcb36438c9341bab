"""What was asked to leave out: a laboratory, or its results of one material."""

from collections.abc import Iterable, Sequence

from apps.studies.interlab.faults import BadFile
from apps.studies.interlab.results import Result


def kept(results: Sequence[Result], excluded: Iterable[str]) -> tuple[Result, ...]:
    """Give the results without those of LAB or LAB:MATERIAL; names may contain colons themselves.

    Raises BadFile for a laboratory or material that the file does not have, or a text with two readings.
    """
    out = meant(excluded, {(row.lab, row.material) for row in results})
    return tuple(row for row in results if (row.lab, row.material) not in out)


def meant(excluded: Iterable[str], pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Give those of the (laboratory, material) `pairs` that are to be left out. Raises BadFile as `kept`."""
    return {pair for text in excluded for pair in _meant(text, pairs)}


def _meant(text: str, pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    whole = {pair for pair in pairs if pair[0] == text.strip()}
    single = {pair for pair in pairs if ":".join(pair) == text.strip()}
    if not (whole or single):
        raise BadFile(f"--exclude {text}: the file has no such laboratory, or not this material of it.")
    if (whole and single) or len(single) > 1:
        raise BadFile(f"--exclude {text} can be read in two ways.")
    return whole or single
