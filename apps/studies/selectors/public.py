"""The public part of concluded studies: what their consortium agreed to publish, and nothing else."""

from datetime import date
from typing import Any, Final

from django.utils import timezone

from apps.core.errors import Missing
from apps.core.paging import Keyset, Page
from apps.studies.models import Item, Publication, Study
from apps.studies.projections.public import (
    PublicLine,
    PublicMaterial,
    PublicMean,
    PublicStudy,
    left_out_counts,
    public_conclusion,
    public_line,
    public_material,
    public_mean,
)
from apps.studies.selectors.analysis import analysed, excluded_of, run_of
from apps.studies.selectors.conclusions import conclusions_of
from apps.studies.selectors.inputs import counted_cells
from apps.studies.selectors.protocol import characteristics_of
from apps.studies.states import CONCLUDED

NEWEST: Final = Keyset("-concluded_at", "-id")


def public_studies(*, cursor: str = "", most: int = 25) -> Page[PublicLine]:
    """Give a page of the concluded studies that the public may read of, newest first; one query."""
    page = NEWEST.page(_published().select_related("consortium", "convener"), cursor=cursor, most=most)
    return page.told(lambda row: public_line(row, _concluded_on(row)))


def public_study(reference: str) -> PublicStudy:
    """Give what the public may read of a study; the same number of queries for any number of characteristics.

    Raises `Missing` for one that is not concluded, that publishes nothing, or that does not exist: alike.
    """
    study = _published().select_related("consortium", "convener").filter(reference=reference).first()
    if study is None:
        raise Missing("")
    rows = Item.objects.filter(study=study).select_related("material")
    materials = {row.code: public_material(row) for row in rows}
    protocol = {row.code: row for row in characteristics_of(study)}
    cells = counted_cells(study)
    return PublicStudy(
        reference=study.reference,
        consortium=study.consortium.name,
        convener=study.convener.name,
        certifying=study.certifying,
        publication=study.publication,
        concluded_on=_concluded_on(study),
        laboratories=len({laboratory for laboratory, _level in cells}),
        **left_out_counts(excluded_of(study), cells),
        protocol_sha256=study.protocol_sha256,
        inputs_sha256=run_of(study).inputs_sha256,
        conclusions=tuple(public_conclusion(view, materials, protocol) for view in conclusions_of(study)),
        means=_means(study, materials) if study.publication == Publication.FIGURES else None,
    )


def _means(study: Study, materials: dict[str, PublicMaterial]) -> tuple[PublicMean, ...]:
    return tuple(public_mean(one, materials[one.item_code]) for one in analysed(study).figures)


def _published() -> Any:
    rows = Study.objects.unscoped("the public reads what a concluded study agreed to publish")
    return rows.filter(state=CONCLUDED, publication__in=[Publication.CONCLUSION, Publication.FIGURES])


def _concluded_on(study: Study) -> date:
    return timezone.localdate(study.concluded_at)
