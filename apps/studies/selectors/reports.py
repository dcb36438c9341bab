"""The report of a closed study: what it says, and the papers that were made of it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.core.canonical import canonical, sha256
from apps.core.errors import Conflict, Missing
from apps.core.paging import A_PAGE, Keyset, Page
from apps.studies.files import REPORTS, path_of
from apps.studies.models import Item, ItemCheck, OutlierFlag, Paper, Study
from apps.studies.projections.flags import ConclusionView
from apps.studies.projections.papers import PaperView, paper_view
from apps.studies.projections.pictured import Pictured, levels_to_draw, pictured
from apps.studies.projections.reports import ReportFacts, locked, margins_locked_at, run_of
from apps.studies.projections.samples import check_view
from apps.studies.projections.studies import ItemView
from apps.studies.rules.papers import state_of_rulings
from apps.studies.rules.runs import Input, Question
from apps.studies.selectors.analysis import (
    Analysed,
    analysed,
    analysis_of,
    open_flags_of,
    runs_of,
    with_dots_of,
)
from apps.studies.selectors.conclusions import conclusions_of, flags_of
from apps.studies.selectors.inputs import inputs_of, laboratories_of
from apps.studies.selectors.protocol import characteristics_of, protocol_file, versions_of
from apps.studies.states import MADE, ORDERED
from apps.studies.statistics.plain import plain

NEWEST_PAPER: Final = Keyset("-ordered_at", "-id")


def report_of(study: Study) -> ReportFacts:
    """Give what the report of a closed study says, for a study with its names that was found for its viewer.

    The same number of queries for any number of characteristics. Raises `Conflict` before closing.
    """
    found = analysed(study)
    conclusions = conclusions_of(study)
    versions = list(versions_of(study).reverse())
    return ReportFacts(
        **_of_study(study),
        items=_items(study),
        characteristics=characteristics_of(study),
        versions=tuple(map(locked, versions)),
        margins_locked_at=margins_locked_at(versions),
        laboratories=tuple(laboratories_of(study)),
        checks=tuple(map(check_view, _checks(study))),
        conclusions=tuple(conclusions),
        results=tuple(found.figures),
        pictured=_pictured(study, found, conclusions),
        without_numbers=found.without_numbers,
        flags=tuple(flags_of(study)),
        open_rulings=open_flags_of(study).count(),
        runs=tuple(map(run_of, runs_of(study).defer("numbers", "numbers_without", "scores").reverse())),
        rulings_sha256=rulings_of(study),
    )


def _pictured(study: Study, found: Analysed, conclusions: Sequence[ConclusionView]) -> tuple[Pictured, ...]:
    scores = {one["level"]: one for one in json.loads(found.run.scores or "[]")}
    drawn = with_dots_of(study, levels_to_draw(found.figures, conclusions))
    return tuple(pictured(one, scores.get(one.level)) for one in drawn)


def _of_study(study: Study) -> dict[str, Any]:
    said = {
        name: getattr(study, name)
        for name in (
            "reference", "title", "purpose", "certifying", "publication", "replicates", "laboratories_wanted",
            "results_due_on", "opened_at", "closed_at", "concluded_at",
        )
    }  # fmt: skip
    return said | {
        "study_id": study.pk,
        "consortium": study.consortium.name,
        "convener": study.convener.name,
        "critical_input": study.critical_input.name,
    }


def _items(study: Study) -> tuple[ItemView, ...]:
    rows = Item.objects.filter(study=study).select_related("material").order_by("role", "code")
    return tuple(
        ItemView(
            code=row.code,
            role=row.role,
            role_label=Item.Role(row.role).label,
            material_id=row.material_id,
            material=str(row.material),
        )
        for row in rows
    )


def _checks(study: Study) -> QuerySet[ItemCheck]:
    rows = ItemCheck.objects.filter(item__study=study).select_related("item__material", "characteristic")
    return rows.order_by("item__code", "recorded_at", "pk")


def rulings_of(study: Study) -> str:
    """Give the state of the rulings of a closed study, as a hash."""
    flags = OutlierFlag.objects.filter(study=study)
    return state_of_rulings(
        flags.values_list("pk", "state", "ruling", "reason", "confirmed_at"), study.concluded_at
    )


def papers_of(study: Study, *, cursor: str = "", most: int = A_PAGE) -> Page[PaperView]:
    """Give a page of the papers of a study found for its viewer, newest first. Raises `Conflict` before closing."""
    run, rulings = analysis_of(study), rulings_of(study)
    rows = Paper.objects.filter(study=study).select_related("run")
    light = rows.defer("run__numbers", "run__numbers_without", "run__conclusions", "run__scores")
    page = NEWEST_PAPER.page(light, cursor=cursor, most=most)
    return page.told(lambda row: paper_view(row, run_id=run.pk, rulings_sha256=rulings))


def paper_file(study: Study, paper_id: int) -> tuple[str, bytes]:
    """Give the name and the bytes of a paper that is made. Raises `Missing`, and `Conflict` if the file is lost."""
    analysis_of(study)
    row = Paper.objects.filter(study=study, pk=paper_id, state=MADE).select_related("run").first()
    if row is None:
        raise Missing("")
    place = path_of(REPORTS, row.pdf_sha256)
    content = place.read_bytes() if place.exists() else b""
    if sha256(content) != row.pdf_sha256:
        raise Conflict(_("The file of this report is not in the archive as it was made. Tell the operator."))
    return f"{study.reference}-run-{row.run.number}-{row.language}.pdf", content


def half_made(*, now: datetime, most: int) -> list[int]:
    """Give papers that were ordered and that nobody is at."""
    rows = Paper.objects.filter(state=ORDERED, due_at__lte=now)
    return list(rows.order_by("due_at").values_list("pk", flat=True)[:most])


@dataclass(frozen=True)
class RunSource:
    """The run that stands, as the canonical JSON it is stored in, the results that went in, and the protocol.

    Scores are not among it: with them a laboratory's uncertainties would leave.
    """

    protocol: bytes
    inputs: list[Input]
    question: str
    excluded: str
    numbers: str
    numbers_without: str
    conclusions: str


def run_source_of(study: Study, question: Question) -> RunSource:
    """Give what anybody who may read the report needs to compute its run again."""
    run = analysis_of(study)
    return RunSource(
        protocol=protocol_file(study),
        inputs=inputs_of(study),
        question=canonical(plain(question)),
        excluded=run.excluded,
        numbers=run.numbers,
        numbers_without=run.numbers_without,
        conclusions=run.conclusions,
    )
