"""The report on paper, made exactly once: short transactions around work that runs in none.

`order_paper` writes the row that is the promise; the worker takes it (`begin_paper`), renders, stores the file
under its SHA-256, and sets it once (`finish_paper`). A worker that dies anywhere leaves a row whose `due_at`
passes; whoever comes next makes the same bytes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.audit.services import record
from apps.core.actor import Actor
from apps.core.errors import Invalid
from apps.studies.events import PaperFailed, PaperMade, PaperOrdered, PaperOutdated
from apps.studies.files import REPORTS
from apps.studies.models import Paper, Study
from apps.studies.projections.reports import ReportFacts
from apps.studies.rules.papers import LANGUAGES, MOST_ATTEMPTS
from apps.studies.selectors.analysis import analysis_of
from apps.studies.selectors.reports import RunSource, report_of, rulings_of, run_source_of
from apps.studies.selectors.studies import study_for
from apps.studies.services.locking import locked
from apps.studies.services.running import question_of
from apps.studies.services.sheet_files import keep
from apps.studies.states import MADE, ORDERED, PAPER_FLOW, PRINTER, VIEWER

LOST: Final = "The worker was lost while it made the PDF."
WAIT_IN_QUEUE: Final = timedelta(seconds=60)
WAIT_FOR_THE_PLATFORM: Final = timedelta(seconds=30)


@dataclass(frozen=True)
class Printing:
    """What a worker prints: what the report says, and the run behind it, read under the study's lock."""

    paper_id: int
    language: str
    ordered_at: datetime
    facts: ReportFacts
    source: RunSource


@transaction.atomic
def order_paper(*, study_id: UUID, language: str, actor: Actor) -> Paper:
    """Order the report of a closed study as a PDF, as anybody who sees the study. Raises `Conflict`, `Invalid`.

    For the run that stands and the rulings as they are there is one paper a language: one that is made or
    under way is given as it is, one that came to nothing is tried again.
    """
    study = study_for(actor, study_id)
    if language not in LANGUAGES:
        sentence = _("Choose English or Turkish.")
        raise Invalid(sentence, fields={"language": [sentence]})
    analysis_of(study)
    return _ordered(locked(study.pk), language, actor, VIEWER)


@transaction.atomic
def order_papers(*, study_id: UUID, actor: Actor) -> list[Paper]:
    """Order the report of a concluded study in all languages, as the platform itself."""
    study = locked(study_id)
    return [_ordered(study, language, actor, PRINTER) for language in LANGUAGES]


def _ordered(study: Study, language: str, actor: Actor, standing: str) -> Paper:
    paper, is_new = Paper.objects.select_for_update().get_or_create(
        run=analysis_of(study),
        language=language,
        rulings_sha256=rulings_of(study),
        defaults={"study": study, "ordered_at": actor.now, "due_at": actor.now + WAIT_IN_QUEUE},
    )
    if not is_new:
        if paper.state in {ORDERED, MADE}:
            return paper
        move = PAPER_FLOW.move("order", paper.state, {standing})
        paper.state, paper.attempts, paper.last_error = move.target, 0, ""
        paper.due_at = actor.now + WAIT_IN_QUEUE
        paper.save(update_fields=["state", "attempts", "last_error", "due_at"])
    record(PaperOrdered(**_told(paper)), actor=actor)
    return paper


@transaction.atomic
def begin_paper(*, paper_id: int, actor: Actor) -> Printing | None:
    """Take a paper for one time limit and count the attempt.

    None if nothing is to be done: it is made, somebody else is at it, or it comes to nothing just now, after
    too many attempts or because the rulings are not those it was ordered for.
    """
    study = locked(Paper.objects.values_list("study_id", flat=True).get(pk=paper_id))
    paper = _locked(paper_id)
    if paper.state != ORDERED or (paper.attempts and paper.due_at and paper.due_at > actor.now):
        return None
    if (analysis_of(study).pk, rulings_of(study)) != (paper.run_id, paper.rulings_sha256):
        _end(paper, "outdate", PaperOutdated, actor)
        return None
    if paper.attempts >= MOST_ATTEMPTS:
        paper.last_error = paper.last_error or LOST
        _end(paper, "fail", PaperFailed, actor)
        return None
    paper.attempts += 1
    paper.due_at = actor.now + timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT + 1)
    paper.save(update_fields=["attempts", "due_at"])
    with override(paper.language):
        return Printing(
            paper.pk,
            paper.language,
            paper.ordered_at,
            report_of(study),
            run_source_of(study, question_of(study)),
        )


def keep_paper(pdf: bytes) -> str:
    """Store the PDF durably and give its SHA-256; the same bytes twice are one file."""
    return keep(REPORTS, pdf)


@transaction.atomic
def finish_paper(*, paper_id: int, pdf_sha256: str, actor: Actor) -> bool:
    """Set the file, once: the first worker to come wins. Tells whether this one did."""
    paper = _locked(paper_id)
    if paper.state != ORDERED:
        return False
    move = PAPER_FLOW.move("make", paper.state, {PRINTER})
    paper.state, paper.pdf_sha256, paper.made_at = move.target, pdf_sha256, actor.now
    paper.due_at, paper.last_error = None, ""
    paper.save(update_fields=["state", "pdf_sha256", "made_at", "due_at", "last_error"])
    record(PaperMade(**_told(paper), pdf_sha256=pdf_sha256), actor=actor)
    return True


@transaction.atomic
def note_paper_trouble(*, paper_id: int, error: str, actor: Actor) -> None:
    """Write down why an attempt came to nothing; after the last one somebody must order it again."""
    paper = _locked(paper_id)
    if paper.state != ORDERED:
        return
    paper.last_error = error[:2000]
    if paper.attempts >= MOST_ATTEMPTS:
        _end(paper, "fail", PaperFailed, actor)
        return
    paper.due_at = actor.now + timedelta(seconds=2**paper.attempts)
    paper.save(update_fields=["last_error", "due_at"])


@transaction.atomic
def put_paper_off(*, paper_id: int, error: str, actor: Actor) -> None:
    """Write down what stands in the platform's way (a full disk), and give the attempt back: it is not the report's."""
    paper = _locked(paper_id)
    if paper.state != ORDERED:
        return
    paper.last_error, paper.attempts = error[:2000], max(0, paper.attempts - 1)
    paper.due_at = actor.now + WAIT_FOR_THE_PLATFORM
    paper.save(update_fields=["last_error", "attempts", "due_at"])


@transaction.atomic
def queue_paper_again(*, paper_id: int, actor: Actor) -> None:
    """Note that a paper is queued, so that the next sweeps leave it in its place in the queue."""
    waiting = Paper.objects.filter(pk=paper_id, state=ORDERED, attempts=0)
    waiting.update(due_at=actor.now + WAIT_IN_QUEUE)


def _end(paper: Paper, move: str, event: type[Any], actor: Actor) -> None:
    paper.state, paper.due_at = PAPER_FLOW.move(move, paper.state, {PRINTER}).target, None
    paper.save(update_fields=["state", "due_at", "last_error"])
    record(event(**_told(paper)), actor=actor)


def _told(paper: Paper) -> dict[str, Any]:
    return {
        "study_id": str(paper.study_id),
        "paper_id": paper.pk,
        "run": paper.run.number,
        "language": paper.language,
    }


def _locked(paper_id: int) -> Paper:
    return Paper.objects.select_for_update(of=("self",)).select_related("run").get(pk=paper_id)
