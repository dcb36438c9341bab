"""What the tests of a run point at is put before people as flags."""

from collections.abc import Iterator
from typing import Any

from apps.studies.models import Characteristic, Enrolment, Item, OutlierFlag, Study
from apps.studies.rules.codes import level_name
from apps.studies.rules.excluded import Excluded
from apps.studies.rules.proposing import Suspect, suspect_laboratories, suspects
from apps.studies.rules.runs import Computed, Input
from apps.studies.statistics.outlying_laboratories import OutlyingLaboratory


def propose(study: Study, inputs: list[Input], excluded: list[Excluded], computed: Computed) -> None:
    """Flag what the tests point at in what a run left: cells, single results, then laboratories everywhere.

    A flag that stands already stays as it is.
    """
    found = suspects(inputs, excluded, computed)
    pointed = [*_at_levels(study, found), *_everywhere(suspect_laboratories(found, excluded, computed))]
    rows = Enrolment.objects.unscoped("the analysis names laboratories by code").filter(study=study)
    enrolments = dict(rows.values_list("code", "pk"))
    first = OutlierFlag.objects.filter(study=study).count()
    OutlierFlag.objects.bulk_create(
        [
            OutlierFlag(study=study, enrolment_id=enrolments[lab], order=order, **values)
            for order, (lab, values) in enumerate(pointed, start=first)
        ],
        ignore_conflicts=True,
    )


def _at_levels(study: Study, found: list[Suspect]) -> Iterator[tuple[str, dict[str, Any]]]:
    levels = {
        level_name(item, characteristic): (item_id, characteristic_id)
        for item_id, item in Item.objects.filter(study=study).values_list("pk", "code")
        for characteristic_id, characteristic in Characteristic.objects.filter(study=study).values_list(
            "pk", "code"
        )
    }
    for one in found:
        answer, (item_id, characteristic_id) = one.found.answer, levels[one.found.level]
        yield (
            one.found.lab,
            {
                "item_id": item_id,
                "characteristic_id": characteristic_id,
                "replicate": one.replicate,
                "test": one.found.test,
                "verdict": one.found.verdict,
                "statistic": answer.statistic,
                "critical_5": answer.critical.five_percent if answer.critical else None,
                "critical_1": answer.critical.one_percent if answer.critical else None,
            },
        )


def _everywhere(found: tuple[OutlyingLaboratory, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    for one in found:
        yield one.lab, {"test": "laboratory", "verdict": "outlier", "statistic": float(len(one.levels))}
