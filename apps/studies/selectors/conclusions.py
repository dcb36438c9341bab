"""What a closed study says about its candidates, and the outlying cells on the way there."""

import json

from django.db.models import Q, QuerySet

from apps.core.errors import Missing
from apps.studies.models import Characteristic, Item, OutlierFlag, Study
from apps.studies.projections.flags import ComparedView, ConclusionView, FlagView, flag_view
from apps.studies.selectors.analysis import WITH_ITS_LABORATORY, analysis_of, run_of
from apps.studies.states import CONFIRMED


def flags_of(study: Study) -> list[FlagView]:
    """Give the flagged cells of a closed study in the order they were proposed. Raises `Conflict` before."""
    return [flag_view(row) for row in flag_rows(study)]


def flag_of(study: Study, flag_id: int) -> FlagView:
    """Give one flag of a closed study. Raises `Missing`, or `Conflict` before."""
    row = flag_rows(study).filter(pk=flag_id).first()
    if row is None:
        raise Missing("")
    return flag_view(row)


def flag_rows(study: Study) -> QuerySet[OutlierFlag]:
    """Give the flags of a closed study, to be paged and shown by `flag_view`. Raises `Conflict` before."""
    run_of(study)
    rows = OutlierFlag.objects.filter(study=study).select_related("enrolment", "item", "characteristic")
    return rows.annotate(is_settled=Q(WITH_ITS_LABORATORY) & ~Q(state=CONFIRMED)).order_by("order", "pk")


def conclusions_of(study: Study) -> list[ConclusionView]:
    """Give the newest run's conclusion for each candidate; empty where the protocol compares nothing."""
    stored = json.loads(analysis_of(study).conclusions)
    materials = {
        row.code: str(row.material) for row in Item.objects.filter(study=study).select_related("material")
    }
    protocol = {row.code: row for row in Characteristic.objects.filter(study=study)}
    return [
        ConclusionView(
            candidate_code=one["candidate"],
            candidate=materials[one["candidate"]],
            incumbent_code=one["incumbent"],
            incumbent=materials[one["incumbent"]],
            decision=one["decision"],
            decision_with_all=one["decision_with_all"],
            characteristics=tuple(
                ComparedView(
                    code=said["code"],
                    name_en=protocol[said["code"]].name_en,
                    name_tr=protocol[said["code"]].name_tr,
                    unit=protocol[said["code"]].unit,
                    direction=said["direction"],
                    is_ratio=protocol[said["code"]].margin_kind == "ratio",
                    decision=said["decision"],
                    figures=said["figures"],
                    why=said["why"],
                    decision_with_all=said["decision_with_all"],
                    figures_with_all=said["figures_with_all"],
                )
                for said in one["characteristics"]
            ),
        )
        for one in stored
        if one["characteristics"]
    ]
