"""Closing a study: the embargo ends with one analysis of everything that was handed in."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from apps.audit.services import record
from apps.core.actor import Actor
from apps.core.canonical import canonical, sha256
from apps.studies.events import StudyClosed
from apps.studies.models import Analysis, Sheet, Study
from apps.studies.rules.protocol import check_enough_sheets
from apps.studies.selectors.analysis import Input, analysis_of, inputs_of
from apps.studies.services.locking import locked_for
from apps.studies.services.reading import read_sheet
from apps.studies.states import RECEIVED, TAKEN
from apps.studies.statistics import EDITION, ENGINE_VERSION, Cells, analyse


@transaction.atomic
def close_study(*, study_id: UUID, actor: Actor) -> Study:
    """Close a study and compute its analysis, once. Raises `Conflict` below two laboratories.

    What was handed in before is read first if the worker has not come to it: no laboratory loses its place.
    """
    study, move = locked_for(actor, study_id, "close")
    of_study = Sheet.objects.unscoped("the whole study closes").filter(enrolment__study=study)
    for waiting in of_study.filter(state=RECEIVED).order_by("created_at"):
        read_sheet(sheet_id=waiting.pk, now=actor.now)
    sheets = of_study.filter(state=TAKEN).count()
    check_enough_sheets(sheets)
    computed = compute(inputs_of(study))
    Analysis.objects.create(
        study=study,
        number=1,
        made_by=actor.pseudonym,
        engine_version=ENGINE_VERSION,
        edition=EDITION,
        inputs_sha256=computed.inputs_sha256,
        numbers=computed.numbers,
        made_at=actor.now,
    )
    study.state, study.closed_at = move.target, actor.now
    study.save(update_fields=["state", "closed_at"])
    closed = StudyClosed(
        study_id=str(study.pk),
        sheets=sheets,
        inputs_sha256=computed.inputs_sha256,
        protocol_salt=study.protocol_salt,
    )
    record(closed, actor=actor)
    return study


@dataclass(frozen=True)
class Computed:
    """An analysis as it is stored: the hash of what went in, and canonical JSON of what came out."""

    inputs_sha256: str
    numbers: str


def compute(inputs: list[Input]) -> Computed:
    """Analyse results (laboratory code, level, replicate, digits as reported): same in, same bytes out."""
    cells = Cells.from_results(
        (laboratory, level, replicate, Decimal(reported)) for laboratory, level, replicate, reported in inputs
    )
    said = [list(one) for one in sorted(inputs)]
    return Computed(sha256(canonical(said)), canonical(analyse(cells).as_dict()))


@dataclass(frozen=True)
class Recomputed:
    """A stored analysis beside a fresh one."""

    reference: str
    inputs_hold: bool
    numbers_hold: bool
    engine_version: str

    @property
    def holds(self) -> bool:
        """Tell whether the stored analysis is what its inputs give today."""
        return self.inputs_hold and self.numbers_hold


def recomputed(study: Study) -> Recomputed:
    """Compute a closed study's analysis again and compare; writes nothing. Raises `Conflict` before closing."""
    stored, fresh = analysis_of(study), compute(inputs_of(study))
    return Recomputed(
        study.reference,
        stored.inputs_sha256 == fresh.inputs_sha256,
        stored.numbers == fresh.numbers,
        stored.engine_version,
    )
