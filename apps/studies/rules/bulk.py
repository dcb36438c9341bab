"""Whole blocks of rows at once: found where nothing on them is in doubt, left to be read row by row where anything is.

What is found here is what reading row by row finds: each test below is one that such a row passes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from apps.studies.rules.numbers import MOST_DIGITS
from apps.studies.rules.results import Results

COMMA, LINE_END, MINUS, POINT, ZERO, NINE = b",\n-.09"
LONGEST_WORD: Final = 64
"""Bytes of a sample, characteristic or unit that are compared at once; longer ones are read row by row."""

KEPT: Final = np.array([(1 << 8 * size) - 1 for size in range(9)], "<u8")
"""What is kept of eight bytes when a word has only so many left."""

Ints = NDArray[np.int64]
Eights = NDArray[np.uint64]
Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Found:
    """The results of a block: the place of each, and its digits as reported."""

    places: Ints
    reported: list[str]


class Finder:
    """Finds results by what may stand on a sheet: samples, characteristics with their units, replicates."""

    def __init__(self, results: Results, units: Mapping[str, str]) -> None:
        self.samples = {sample.encode(): first for sample, first in results.samples.items()}
        self.characteristics = {
            (code.encode(), units[code].encode()): first for code, first in results.characteristics.items()
        }
        # By the bytes of the number, of which there are two at most.
        self.numbers = np.zeros(1 << 16, np.int64)
        for number in range(1, min(results.replicates, 99) + 1):
            self.numbers[int.from_bytes(str(number).encode())] = number

    def results_in(self, text: bytes, width: int, columns: Sequence[int]) -> Found | None:
        """Find the results of whole lines; None unless all are beyond doubt.

        `columns` are those of sample, characteristic, replicate, value, unit, and perhaps uncertainty.
        """
        block = np.frombuffer(text, np.uint8)
        ends = np.flatnonzero((block == COMMA) | (block == LINE_END))
        if not _has_width(block[ends], width):
            return None
        starts = np.concatenate(([0], ends[:-1] + 1)).reshape(-1, width)
        spans = [(starts[:, column], ends.reshape(-1, width)[:, column]) for column in columns]
        sample, code, replicate, value, unit, *uncertainty = spans
        if any((first != end).any() for first, end in uncertainty) or not _are_plain(block, *value):
            return None
        numbers = self._numbers(block, *replicate)
        cells = self._cells(text, (sample, code, unit))
        if numbers is None or cells is None:
            return None
        digits = text.decode("latin-1")  # a character for each byte; those of numbers are what they are
        reported = [
            digits[first:end] for first, end in zip(value[0].tolist(), value[1].tolist(), strict=True)
        ]
        return Found(cells + numbers - 1, reported)

    def _numbers(self, block: Bytes, first: Ints, end: Ints) -> Ints | None:
        length = end - first
        if length.min() < 1 or length.max() > 2:  # noqa: PLR2004 - as many bytes as `numbers` knows
            return None
        one, two = block[first].astype(np.int64), block[end - 1]
        numbers = self.numbers[np.where(length == 1, one, one << 8 | two)]
        return numbers if numbers.all() else None

    def _cells(self, text: bytes, words: Sequence[tuple[Ints, Ints]]) -> Ints | None:
        """Give where each row's cell starts: looked up once for rows that follow each other with the same words."""
        # The eight bytes from each byte on.
        eights: Eights = np.ndarray(
            len(text) + LONGEST_WORD, "<u8", text + bytes(LONGEST_WORD + 7), strides=(1,)
        )
        same = np.ones(len(words[0][0]) - 1, np.bool_)
        for first, end in words:
            if (end - first).max() > LONGEST_WORD:
                return None
            same &= _repeats(eights, first, end)
        heads = np.concatenate(([0], np.flatnonzero(~same) + 1))
        spans = zip(*(span[heads].tolist() for word in words for span in word), strict=True)
        try:
            found = [
                self.samples[text[a:b]] + self.characteristics[text[c:d], text[e:f]]
                for a, b, c, d, e, f in spans
            ]
        except KeyError:
            return None
        return np.repeat(found, np.diff(heads, append=len(same) + 1))


def _has_width(separators: Bytes, width: int) -> bool:
    """Tell whether every line has just so many cells."""
    if not len(separators) or len(separators) % width:
        return False
    by_line = separators.reshape(-1, width)
    return bool((by_line[:, :-1] == COMMA).all() and (by_line[:, -1] == LINE_END).all())


def _are_plain(block: Bytes, first: Ints, end: Ints) -> bool:
    """Tell whether each is a number of the usual case, `numbers.are_plain`: digits, a point within, a minus before."""
    length = end - first
    if length.min() < 1 or length.max() > MOST_DIGITS + 1:
        return False
    is_digit = (block >= ZERO) & (block <= NINE)
    digits, points = _counted(is_digit, first, end), _counted(block == POINT, first, end)
    negative = block[first] == MINUS
    return bool(
        (digits + points + negative == length).all()
        and digits.max() <= MOST_DIGITS
        and points.max() <= 1
        and is_digit[first + negative].all()
        and is_digit[end - 1].all()
    )


def _counted(what: NDArray[np.bool_], first: Ints, end: Ints) -> Ints:
    before = np.concatenate(([0], np.cumsum(what, dtype=np.int64)))
    counted: Ints = before[end] - before[first]
    return counted


def _repeats(eights: Eights, first: Ints, end: Ints) -> NDArray[np.bool_]:
    """Tell of each word but the first whether it is the one before it: eight bytes at a time."""
    length = end - first
    same: NDArray[np.bool_] = length[1:] == length[:-1]
    for at in range(0, int(length.max()), 8):
        here = eights[first + at] & KEPT[np.clip(length - at, 0, 8)]
        same &= here[1:] == here[:-1]
    return same
