"""What came out of a closed study, and what went in. Before closing there is no way to either."""

import json
from collections import defaultdict
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.core.errors import Conflict
from apps.studies.models import Analysis, Cell, Characteristic, Item, OutlierFlag, Sheet, Study
from apps.studies.projections.results import CharacteristicResult, Dots, LeftOut
from apps.studies.rules.codes import level_name
from apps.studies.rules.results import unfolded
from apps.studies.selectors.protocol import plain
from apps.studies.states import CONFIRMED, Ruling, SheetState

CLOSED_ONLY: Promise = _("The study is not closed yet; nobody sees results before that.")

Input = tuple[str, str, int, str, str]
"""Laboratory code, level, replicate, qualifier, digits as reported."""


def analysis_of(study: Study) -> Analysis:
    """Give the newest run of the analysis of a study found for its viewer. Raises `Conflict` before closing."""
    analysis = Analysis.objects.filter(study=study).order_by("-number").first()
    if analysis is None:
        raise Conflict(CLOSED_ONLY)
    return analysis


def runs_of(study: Study) -> QuerySet[Analysis]:
    """Give the runs of a closed study's analysis, newest first. Raises `Conflict` before closing."""
    analysis_of(study)
    return Analysis.objects.filter(study=study).order_by("-number")


def without_numbers(study: Study) -> dict[str, int]:
    """Give the levels of a closed study whose results are no numbers at all, with how many there are."""
    found: dict[str, int] = json.loads(analysis_of(study).numbers)["without_numbers"]
    return found


def results_of(study: Study) -> list[CharacteristicResult]:
    """Give the results of a closed study found for its viewer, in the order of the protocol; five queries.

    Raises `Conflict` before closing. A characteristic that nobody reported is left out, as is one of which
    no cell stands. The figures are those without the cells left out by confirmed rulings.
    """
    run = analysis_of(study)
    with_all = _levels(run.numbers)
    standing = _levels(run.numbers_without) if run.numbers_without else with_all
    dots, left_out = _dots(study), _left_out(study)
    items = Item.objects.filter(study=study).order_by("role", "code")
    characteristics = list(Characteristic.objects.filter(study=study).order_by("position", "pk"))
    return [
        _result(
            item,
            characteristic,
            numbers=standing[level],
            numbers_with_all=with_all[level] if left_out[level] else None,
            dots=dots[level],
            left_out=tuple(left_out[level]),
        )
        for item in items
        for characteristic in characteristics
        if (level := level_name(item.code, characteristic.code)) in standing
    ]


def _levels(numbers: str) -> dict[str, dict[str, Any]]:
    return {level["level"]: level for level in json.loads(numbers)["levels"]}


def _result(item: Item, characteristic: Characteristic, **found: Any) -> CharacteristicResult:
    return CharacteristicResult(
        item_code=item.code,
        material_id=item.material_id,
        role=item.role,
        code=characteristic.code,
        name_en=characteristic.name_en,
        name_tr=characteristic.name_tr,
        unit=characteristic.unit,
        method=characteristic.method,
        lower=plain(characteristic.lower),
        upper=plain(characteristic.upper),
        **found,
    )


def _dots(study: Study) -> dict[str, Dots]:
    cells: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for laboratory, level, _replicate, qualifier, reported in inputs_of(study):
        if not qualifier:
            cells[level][laboratory].append(float(reported))
    return {
        level: tuple((laboratory, tuple(values)) for laboratory, values in sorted(of_level.items()))
        for level, of_level in cells.items()
    }


def inputs_of(study: Study) -> list[Input]:
    """Give every counted result as (laboratory code, level, replicate, qualifier, digits as reported), sorted.

    Results that an amendment invalidated are not counted: those handed in before their characteristic's
    `counts_from`. For services and the projection of a closed study only: it knows no embargo.
    """
    still_counts = Q(characteristic__counts_from=None) | Q(
        sheet__handed_in_at__gte=F("characteristic__counts_from")
    )
    cells = Cell.objects.filter(
        still_counts, sheet__in=_counted(study), item__study=study, characteristic__study=study
    ).values_list("sheet__enrolment__code", "item__code", "characteristic__code", "reported", "qualifiers")
    return sorted(
        (laboratory, level, *result)
        for laboratory, item, characteristic, reported, qualifiers in cells
        for level in [level_name(item, characteristic)]
        for result in unfolded(reported, qualifiers)
    )


def excluded_of(study: Study) -> list[tuple[str, str]]:
    """Give the cells whose exclusion is confirmed, as (laboratory code, level), sorted."""
    rows = _exclusions(study).values_list("enrolment__code", "item__code", "characteristic__code")
    return sorted({(laboratory, level_name(item, code)) for laboratory, item, code in rows})


def _left_out(study: Study) -> dict[str, list[LeftOut]]:
    found: dict[str, list[LeftOut]] = defaultdict(list)
    rows = _exclusions(study).select_related("enrolment", "item", "characteristic")
    for row in rows.order_by("enrolment__code", "order", "pk"):
        found[level_name(row.item.code, row.characteristic.code)].append(
            LeftOut(
                laboratory=row.enrolment.code,
                flag_id=row.pk,
                reason=row.reason,
                ruled_by=row.ruled_by,
                confirmed_by=row.confirmed_by,
                confirmed_at=row.confirmed_at,
            )
        )
    return found


def _exclusions(study: Study) -> Any:
    return OutlierFlag.objects.filter(study=study, state=CONFIRMED, ruling=Ruling.EXCLUDE)


def _counted(study: Study) -> Any:
    rows = Sheet.objects.unscoped("the analysis of the whole study")
    return rows.filter(enrolment__study=study, state=SheetState.TAKEN)
