"""The results of a file with the columns lab, material, replicate, value: checked row by row, in one unit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from apps.studies.interlab.numbers import number_of, shown, whole_number_of
from apps.studies.interlab.table import Line, Table
from apps.studies.interlab.units import conversion, one_unit

COLUMNS: Final = ("lab", "material", "replicate", "value")
QUALIFIERS: Final = {
    "": "", "=": "", "<": "<", "≤": "<", "<=": "<", ">": ">", "≥": ">", ">=": ">",
    "nd": "nd", "n.d.": "nd", "not detected": "nd",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """One row. `value` is None for a gap and for what was not detected; with a `qualifier` it is a limit.

    `step` is the finest digit reported, in the unit of the value.
    """

    line: int
    lab: str
    material: str
    batch: str
    replicate: int
    value: Decimal | None
    qualifier: str
    unit: str
    step: Decimal

    @property
    def is_number(self) -> bool:
        """Tell a measured value from a gap and from a value known only to lie beyond a limit."""
        return self.value is not None and not self.qualifier


def results_of(table: Table) -> tuple[Result, ...]:
    """Check every row of a file of results. Raises BadFile for the first that cannot be taken."""
    table.need(COLUMNS)
    first: dict[tuple[str, str, str, int], int] = {}
    results = []
    for line in table.lines:
        result = _result(line)
        place = (result.lab, result.material, result.batch, result.replicate)
        if (before := first.setdefault(place, line.number)) != line.number:
            raise line.fault(
                f"laboratory {result.lab}, material {result.material}, replicate {result.replicate}"
                f" stands in line {before} already."
            )
        results.append(result)
    return tuple(results)


def _result(line: Line) -> Result:
    for column in ("lab", "material"):
        if not line.cells[column]:
            raise line.fault(f"{column} is empty.")
    qualifier = _qualifier(line)
    gap = not line.cells["value"] and qualifier in {"", "nd"}
    value = None if gap else number_of(line, "value")
    return Result(
        line=line.number,
        lab=line.cells["lab"],
        material=line.cells["material"],
        batch=line.cells.get("batch", ""),
        replicate=whole_number_of(line, "replicate"),
        value=value,
        qualifier=qualifier,
        unit=line.cells.get("unit", ""),
        step=Decimal(1) if value is None else _step_of(value),
    )


def _qualifier(line: Line) -> str:
    text = line.cells.get("qualifier", "")
    if (known := QUALIFIERS.get(text.casefold())) is None:
        raise line.fault(f"qualifier {shown(text)} is none of <, >, ND.")
    return known


def _step_of(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return Decimal((0, (1,), exponent if isinstance(exponent, int) else 0))


def in_one_unit(results: Iterable[Result], wanted: str, what: str) -> Iterator[Result]:
    """Give the results in the `wanted` unit, or in the only one they have. Raises BadFile for several."""
    rows = list(results)
    unit = one_unit((row.unit for row in rows), wanted, what)
    for row in rows:
        way = conversion(row.unit, unit)
        if row.value is None or way.is_identity:
            yield replace(row, unit=unit)
        else:
            yield replace(row, value=way.of(row.value), step=row.step * way.factor, unit=unit)
