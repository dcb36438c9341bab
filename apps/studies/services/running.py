"""Runs of the analysis: each is kept with all that is needed to make it again."""

from dataclasses import dataclass
from typing import cast

from apps.audit.services import record
from apps.core.actor import Actor
from apps.core.canonical import canonical
from apps.studies.events import AnalysisRun
from apps.studies.models import Analysis, Characteristic, Item, Study, new_salt
from apps.studies.rules.conclusions import Compared, Direction
from apps.studies.rules.runs import Input, Question, compute
from apps.studies.rules.stated import Stated, commitment
from apps.studies.selectors.analysis import excluded_of, runs_of
from apps.studies.selectors.inputs import inputs_of, stated_of
from apps.studies.services.proposing import propose
from apps.studies.statistics import EDITION, ENGINE_VERSION


def run_analysis(study: Study, actor: Actor, inputs: list[Input]) -> Analysis:
    """Make the next run of a closed study, locked by the caller, without the exclusions confirmed so far.

    What the tests point at in what is left is proposed for ruling; a flag that stands already stays as it is.
    """
    excluded, stated = excluded_of(study), stated_of(study)
    computed = compute(inputs, excluded, question_of(study), stated)
    salt = new_salt() if stated else ""
    made = Analysis.objects.create(
        study=study,
        number=1 + Analysis.objects.filter(study=study).count(),
        engine_version=ENGINE_VERSION,
        edition=EDITION,
        inputs_sha256=computed.inputs_sha256,
        stated_salt=salt,
        stated_sha256=commitment(stated, salt),
        numbers=computed.numbers,
        excluded=canonical([list(cell) for cell in excluded]),
        numbers_without=computed.numbers_without,
        conclusions=computed.conclusions,
        scores=computed.scores,
        made_by=actor.pseudonym,
        made_at=actor.now,
    )
    propose(study, inputs, excluded, computed)
    told = AnalysisRun(
        study_id=str(study.pk),
        number=made.number,
        excluded=len(excluded),
        inputs_sha256=made.inputs_sha256,
    )
    record(told, actor=actor)
    return made


def question_of(study: Study) -> Question:
    """Read what the protocol asks of the numbers."""
    items = list(Item.objects.filter(study=study).order_by("code").values_list("role", "code"))
    incumbents = [code for role, code in items if role == Item.Role.INCUMBENT]
    return Question(
        incumbent=incumbents[0] if incumbents else None,
        candidates=tuple(code for role, code in items if role == Item.Role.CANDIDATE),
        compared=tuple(
            Compared(
                code=row.code,
                direction=cast("Direction", row.direction),
                is_ratio=row.margin_kind == "ratio",
                low=None if row.margin_low is None else float(row.margin_low),
                high=None if row.margin_high is None else float(row.margin_high),
            )
            for row in Characteristic.objects.filter(study=study).order_by("position", "pk")
        ),
    )


@dataclass(frozen=True)
class Recomputed:
    """A stored run beside a fresh one."""

    reference: str
    number: int
    inputs_hold: bool
    stated_hold: bool
    numbers_hold: bool
    conclusions_hold: bool
    scores_hold: bool
    engine_version: str

    @property
    def holds(self) -> bool:
        """Tell whether the stored run is what its inputs give today."""
        went_in = self.inputs_hold and self.stated_hold
        return went_in and self.numbers_hold and self.conclusions_hold and self.scores_hold


def recomputed(study: Study) -> list[Recomputed]:
    """Compute every run of a closed study again and compare; writes nothing. Raises `Conflict` before closing."""
    inputs, stated, question = inputs_of(study), stated_of(study), question_of(study)
    return [
        # A run from before scores were kept had no uncertainties among its inputs.
        _compared(stored, study.reference, inputs, stated if stored.scores else [], question)
        for stored in runs_of(study).reverse()
    ]


def _compared(
    stored: Analysis, reference: str, inputs: list[Input], stated: list[Stated], question: Question
) -> Recomputed:
    fresh = compute(inputs, stored.excluded_cells, question, stated)
    numbers = (stored.numbers, stored.numbers_without)
    return Recomputed(
        reference=reference,
        number=stored.number,
        inputs_hold=stored.inputs_sha256 == fresh.inputs_sha256,
        stated_hold=stored.stated_sha256 == commitment(stated, stored.stated_salt),
        numbers_hold=numbers == (fresh.numbers, fresh.numbers_without),
        conclusions_hold=stored.conclusions == fresh.conclusions,
        scores_hold=stored.scores in {"", fresh.scores},
        engine_version=stored.engine_version,
    )
