"""The consensus of laboratories that report an uncertainty, as plain data with every key there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from apps.studies.interlab.exclusions import meant
from apps.studies.interlab.faults import BadFile
from apps.studies.interlab.numbers import number_of, shown, whole_number_of
from apps.studies.interlab.table import Line, Table, read_table
from apps.studies.interlab.units import conversion, one_unit
from apps.studies.statistics.consensus import Combined, Consensus
from apps.studies.statistics.consensus import consensus_of as combine
from apps.studies.statistics.estimates import Estimate
from apps.studies.statistics.measured import Measured, measured

Plain = dict[str, Any]
REPORTED: Final = ("lab", "value", "u")
SUMMARISED: Final = ("lab", "mean", "sd", "n")
POOR_WEIGHT: Final = 6
"""Results below which a laboratory's own standard deviation is a poor weight."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the file holds, in one unit, and what must be said of it."""

    rows: list[Measured]
    unit: str
    notes: list[str]


def consensus_of(path: str, *, unit: str = "", excluded: Sequence[str] = ()) -> Plain:
    """Combine the results of a file with the columns lab, value, u or lab, mean, sd, n. Raises BadFile."""
    table = read_table(path)
    reading = _reading(table, unit, excluded)
    return _plain(combine(reading.rows), reading) | {"excluded": list(excluded)}


def _reading(table: Table, wanted: str, excluded: Sequence[str]) -> Reading:
    value = "value" if "value" in table.columns or "mean" not in table.columns else "mean"
    table.need(REPORTED if value == "value" else SUMMARISED)
    _check_lines(table)
    out = {lab for lab, _ in meant(excluded, {_place(line) for line in table.lines})}
    lines, notes = [], []
    for line in table.lines:
        if line.cells["lab"] in out:
            continue
        if line.cells.get("qualifier", "") not in {"", "="} or not line.cells[value]:
            notes.append(f"Without a number, left out: {line.cells['lab']}.")
        else:
            lines.append(line)
    unit = one_unit([line.cells.get("unit", "") for line in table.lines], wanted, "The measurand")
    rows = [_reported(line, unit) for line in lines] if value == "value" else _summarised(lines, unit, notes)
    return Reading(rows, unit, notes)


def _place(line: Line) -> tuple[str, str]:
    return line.cells["lab"], line.cells.get("material", "")


def _check_lines(table: Table) -> None:
    if len({material for _, material in map(_place, table.lines)}) > 1:
        raise BadFile("The file has several materials: a consensus is of one.")
    first: dict[str, int] = {}
    for line in table.lines:
        lab = line.cells["lab"]
        if not lab:
            raise line.fault("lab is empty.")
        if first.setdefault(lab, line.number) != line.number:
            raise line.fault(f"laboratory {lab} stands in line {first[lab]} already.")


def _reported(line: Line, unit: str) -> Measured:
    way = conversion(line.cells.get("unit", ""), unit)
    u = _spread(line, "u")
    return line.cells["lab"], way.of(number_of(line, "value")), None if u is None else abs(way.factor) * u


def _summarised(lines: Sequence[Line], unit: str, notes: list[str]) -> list[Measured]:
    rows = []
    for line in lines:
        way, sd = conversion(line.cells.get("unit", ""), unit), _spread(line, "sd")
        scaled = None if sd is None else abs(way.factor) * sd
        rows.append((line.cells["lab"], way.of(number_of(line, "mean")), scaled, _count(line)))
    if few := [lab for lab, _, _, n in rows if n < POOR_WEIGHT]:
        notes.append(
            f"u = sd / sqrt(n) of fewer than {POOR_WEIGHT} results is a poor weight: {', '.join(few)}."
        )
    return measured(rows)


def _spread(line: Line, column: str) -> Decimal | None:
    if not line.cells[column]:
        return None
    spread = number_of(line, column)
    if spread < 0:
        raise line.fault(f"{column} {shown(line.cells[column])} is negative.")
    return spread


def _count(line: Line) -> int:
    count = whole_number_of(line, "n")
    if not count:
        raise line.fault("n is 0: a mean comes from one result or more.")
    return count


def _plain(found: Consensus, reading: Reading) -> Plain:
    weighted = found.weighted
    interval = weighted.tau2_interval if weighted else None
    return {
        "dl": _combined(weighted.dersimonian_laird if weighted else None),
        "pm": _combined(weighted.paule_mandel if weighted else None),
        "reml": _combined(weighted.reml if weighted else None),
        "Q": weighted.Q if weighted else None,
        "df": weighted.df if weighted else None,
        "p": weighted.p_value if weighted else None,
        "tau2_ci95": [interval.low, interval.high] if interval else None,
        "weighted_mean": _combined(weighted.weighted_mean if weighted else None),
        "mean": _estimate(found.mean),
        "median": _estimate(found.median),
        "algorithm_a": _estimate(found.algorithm_a),
        "labs": found.labs,
        "unit": reading.unit or None,
        "notes": [*reading.notes, *(note.text for note in found.notes)],
    }


def _combined(one: Combined | None) -> Plain:
    if one is None:
        return {"mu": None, "u": None, "tau2": None, "u_kh": None, "ci95": None}
    ends = None if one.interval is None else [one.interval.low, one.interval.high]
    return {"mu": one.mu, "u": one.u, "tau2": one.tau2, "u_kh": one.u_kh, "ci95": ends}


def _estimate(one: Estimate) -> Plain:
    ends = None if one.interval is None else [one.interval.low, one.interval.high]
    return {"mean": one.mean, "sd": one.sd, "u": one.u, "ci95": ends}
