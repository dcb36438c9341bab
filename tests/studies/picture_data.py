"""Results and conclusions for pictures, computed by the engine from rows of (laboratory, material, replicate, value)."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from apps.studies.projections import CharacteristicResult
from apps.studies.projections.flags import ComparedView, ConclusionView
from apps.studies.projections.results import Dots, LeftOut
from apps.studies.rules.conclusions import Compared, Counted, Direction, conclusions_of
from apps.studies.statistics import Cells, analyse

Row = tuple[str, str, int, Decimal]
NAMES = {"name_en": "Strength", "name_tr": "Dayanım", "unit": "MPa"}


def at_characteristic(rows: Iterable[Row]) -> list[Row]:
    """The materials as levels of one characteristic, as a study calls them."""
    return [(lab, f"{material}/x", replicate, value) for lab, material, replicate, value in rows]


def results(rows: Sequence[Row], left_out: Sequence[tuple[str, str]] = ()) -> dict[str, CharacteristicResult]:
    """The results of one characteristic by material, standing without the cells left out, as a study gives them."""
    kept = [row for row in rows if row[:2] not in left_out]
    with_all, standing = _levels(rows), _levels(kept)
    dots, standing_dots = _dots(rows), _dots(kept)
    return {
        material: CharacteristicResult(
            item_code=material,
            material_id=UUID(int=0),
            role="candidate",
            code="x",
            method="",
            lower=None,
            upper=None,
            numbers=numbers,
            numbers_with_all=None if numbers == with_all[material] else with_all[material],
            dots=dots[material],
            standing_dots=standing_dots[material],
            left_out=tuple(_left_out(lab) for lab, of in left_out if of == material),
            **NAMES,
        )
        for material, numbers in standing.items()
    }


def _levels(rows: Iterable[Row]) -> dict[str, dict[str, Any]]:
    return {level["level"]: level for level in analyse(Cells.from_results(rows)).as_dict()["levels"]}


def _dots(rows: Iterable[Row]) -> dict[str, Dots]:
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for lab, material, _replicate, value in rows:
        found[material][lab].append(float(value))
    return {
        material: tuple((lab, tuple(values)) for lab, values in of_level.items())
        for material, of_level in found.items()
    }


def _left_out(lab: str) -> LeftOut:
    nobody: Any = None
    return LeftOut(
        laboratory=lab, replicate=None, everywhere=False, flag_id=1, reason="",
        ruled_by=nobody, confirmed_by=nobody, confirmed_at=nobody,
    )  # fmt: skip


def conclusion(
    rows: Sequence[Row],
    incumbent: str,
    candidate: str,
    *,
    low: float | None = None,
    high: float | None = None,
    direction: Direction = "target",
    ratio: bool = False,
    without: Sequence[str] = (),
) -> tuple[ConclusionView, ComparedView]:
    """What the engine concludes, as it is read back from the stored JSON."""
    everything = Counted(Cells.from_results(at_characteristic(rows)), frozenset())
    kept = everything
    if without:
        kept = Counted(
            Cells.from_results(row for row in at_characteristic(rows) if row[0] not in without), frozenset()
        )
    asked = [Compared("x", direction, ratio, low, high)]
    (said,) = json.loads(json.dumps(conclusions_of(everything, kept, incumbent, [candidate], asked)))
    (one,) = said["characteristics"]
    view = ComparedView(
        code="x",
        direction=direction,
        is_ratio=ratio,
        **{
            name: one[name]
            for name in ("decision", "figures", "why", "decision_with_all", "figures_with_all")
        },
        **NAMES,
    )
    return (
        ConclusionView(
            candidate_code=candidate,
            candidate="New",
            incumbent_code=incumbent,
            incumbent="Old",
            decision=said["decision"],
            decision_with_all=said["decision_with_all"],
            characteristics=(view,),
        ),
        view,
    )
