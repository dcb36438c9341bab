"""What looks like a slip on a sheet, said before it is handed in. A hint asks; it never refuses anything.

Only the sheet itself and the protocol are looked at, never what others found. Which two samples were exchanged
as a whole cannot be said from one sheet, as the limits are the same for both; so only single results and
characteristics that look exchanged are named.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any, Final

from apps.studies.rules.outlying import Value, farthest, lies_apart, median_of, nearest_factor
from apps.studies.rules.results import Taken

MOST_HINTS: Final = 50
FEWEST: Final = 3
"""Replicates of a cell that say something about one of them."""

DIGITS_THAT_VARY: Final = 3
"""Digits of a value whose last one would hardly repeat by chance, three times over."""

Cell = tuple[str, str]
Cells = dict[Cell, dict[int, Value]]


@dataclass(frozen=True, slots=True)
class Limits:
    """What the protocol says of a characteristic: its unit, and its specification limits."""

    unit: str
    lower: Decimal | None
    upper: Decimal | None

    def hold(self, value: Value) -> bool:
        """Tell whether a value lies within; without limits every value does."""
        return (self.lower is None or value >= self.lower) and (self.upper is None or value <= self.upper)


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing to look at: a code and values, not words."""

    code: str
    values: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Give plain JSON values."""
        return {"code": self.code, "values": self.values}


Rule = Callable[[Cells, Mapping[str, Limits]], Iterator[Hint]]


def hints_of(results: Iterable[Taken], limits: Mapping[str, Limits]) -> list[Hint]:
    """Give what looks like a slip, the first fifty; results that are no numbers are passed over."""
    cells: Cells = {}
    for one in results:
        if one.value is not None and not one.qualifier:
            cells.setdefault((one.sample, one.characteristic), {})[one.replicate] = one.value
    found: list[Hint] = []
    for rule in RULES:
        for hint in rule(cells, limits):
            found.append(hint)
            if len(found) == MOST_HINTS:
                return found
    return found


def _replicate_apart(cells: Cells, _limits: Mapping[str, Limits]) -> Iterator[Hint]:
    """The replicate of a cell that is farthest off: by a factor of the median of the others, or an outlier."""
    exchanged = {(cell, at) for one, two, at in _exchanges(cells) for cell in (one, two)}
    for cell, values in cells.items():
        replicate = farthest(values)
        # One other replicate does not say which of the two is off; an exchanged one is named as that.
        if len(values) < FEWEST or (cell, replicate) in exchanged:
            continue
        value, others = values[replicate], [values[at] for at in values if at != replicate]
        said = {"replicate": replicate, "value": value, "median": median_of(others)}
        if factor := nearest_factor(value, others):
            yield _hint("factor", cell, **said, factor=factor)
        elif lies_apart(value, others):
            yield _hint("apart", cell, **said)


def _factor_of_limits(cells: Cells, limits: Mapping[str, Limits]) -> Iterator[Hint]:
    """A cell outside the limits that would lie within them but for a factor.

    Said only where the limits are too narrow for both, or the value is five times beyond a single limit.
    """
    for cell, values in cells.items():
        said, median = limits[cell[1]], median_of(list(values.values()))
        if said.hold(median) or median <= 0:
            continue
        for factor, text in FACTORS_OF_LIMITS:
            if said.hold(median / factor) and _is_telling(said, median, factor):
                yield _hint("factor_of_limits", cell, median=median, factor=text)
                break


FACTORS_OF_LIMITS: Final = tuple(
    (factor, text)
    for size in ("1.8", "10", "100", "1000")
    for factor, text in ((Decimal(size), size), (1 / Decimal(size), f"1/{size}"))
)
FAR: Final = 5


def _is_telling(said: Limits, median: Value, factor: Decimal) -> bool:
    step = max(factor, 1 / factor)
    if said.lower is not None and said.upper is not None and said.lower > 0:
        return said.upper / said.lower < step
    beyond = said.upper if factor > 1 else said.lower
    return bool(beyond and beyond > 0 and step >= 10 and max(median / beyond, beyond / median) >= FAR)  # noqa: PLR2004 - 1.8 is told by two limits only


def _identical(cells: Cells, _limits: Mapping[str, Limits]) -> Iterator[Hint]:
    """Replicates that repeat each other to the last of several digits."""
    for cell, values in cells.items():
        first = next(iter(values.values()))
        digits = len(first.as_tuple().digits)
        if len(values) >= FEWEST and digits >= DIGITS_THAT_VARY and len(set(values.values())) == 1:
            yield _hint("identical", cell, value=first, number=len(values))


def _copied(cells: Cells, _limits: Mapping[str, Limits]) -> Iterator[Hint]:
    """Two samples with the same series of values for a characteristic."""
    for one, two in _pairs_of_samples(cells):
        ours, theirs = cells[one], cells[two]
        if len(ours) > 1 and ours == theirs and len(set(ours.values())) > 1:
            yield _hint("copied", one, other=two[0])


def _exchanged_replicates(cells: Cells, _limits: Mapping[str, Limits]) -> Iterator[Hint]:
    """A replicate of one sample among the values of another, and the other way round."""
    for one, two, replicate in _exchanges(cells):
        yield _hint("exchanged_replicates", one, other=two[0], replicate=replicate)


def _exchanges(cells: Cells) -> Iterator[tuple[Cell, Cell, int]]:
    for one, two in _pairs_of_samples(cells):
        if not _may_be_exchanged(cells[one].values(), cells[two].values()):
            continue
        for replicate in cells[one].keys() & cells[two].keys():
            if _is_exchanged(cells[one], cells[two], replicate):
                yield one, two, replicate


def _may_be_exchanged(*pair: Iterable[Value]) -> bool:
    """Tell whether two cells lie so far apart that `_is_exchanged` could hold whichever value is set aside.

    Without one value a cell's spread is at least that without its lowest or its highest, and its median lies
    between neighbours of the middle.
    """
    ours, theirs = map(sorted, pair)
    if min(len(ours), len(theirs)) < 3:  # noqa: PLR2004 - as in `_is_exchanged`, with the value set aside
        return False
    spread = max(min(cell[-1] - cell[1], cell[-2] - cell[0]) for cell in (ours, theirs))
    (low, high), (their_low, their_high) = (
        (cell[len(cell) // 2 - 1], cell[(len(cell) - 1) // 2 + 1]) for cell in (ours, theirs)
    )
    return spread < max(high - their_low, their_high - low) / 4


def _is_exchanged(ours: Mapping[int, Value], theirs: Mapping[int, Value], replicate: int) -> bool:
    rest = [[value for number, value in cell.items() if number != replicate] for cell in (ours, theirs)]
    if min(map(len, rest)) < 2:  # noqa: PLR2004 - a single value has no neighbours
        return False
    our_rest, their_rest = rest
    near = abs(median_of(our_rest) - median_of(their_rest)) / 4
    spread = max(max(values) - min(values) for values in rest)
    ours_is_theirs = abs(ours[replicate] - median_of(their_rest)) < near
    theirs_is_ours = abs(theirs[replicate] - median_of(our_rest)) < near
    return spread < near and ours_is_theirs and theirs_is_ours


def _exchanged_characteristics(cells: Cells, limits: Mapping[str, Limits]) -> Iterator[Hint]:
    """Two characteristics of a sample, each outside its own limits and within the other's."""
    outside: dict[str, dict[str, Value]] = {}
    for (sample, code), values in cells.items():
        median = median_of(list(values.values()))
        if not limits[code].hold(median):
            outside.setdefault(sample, {})[code] = median
    for sample, medians in outside.items():
        for one, two in combinations(medians, 2):
            fits = limits[two].hold(medians[one]) and limits[one].hold(medians[two])
            if fits and limits[one].unit == limits[two].unit:
                yield _hint("exchanged_characteristics", (sample, one), other=two)


RULES: Final[tuple[Rule, ...]] = (
    _replicate_apart,
    _factor_of_limits,
    _exchanged_replicates,
    _exchanged_characteristics,
    _identical,
    _copied,
)


def _pairs_of_samples(cells: Cells) -> Iterator[tuple[Cell, Cell]]:
    by_code: dict[str, list[Cell]] = {}
    for cell in cells:
        by_code.setdefault(cell[1], []).append(cell)
    for of_code in by_code.values():
        yield from combinations(of_code, 2)


def _hint(code: str, cell: Cell, **values: object) -> Hint:
    sample, characteristic = cell
    said = {
        name: f"{value:f}" if isinstance(value, Decimal) else str(value) for name, value in values.items()
    }
    return Hint(code, {"sample": sample, "characteristic": characteristic} | said)
