"""The worker's door: make reports, and finish those that were left half-made. In the queue `pdf`."""

import structlog
from celery import shared_task
from django.utils import timezone

from apps.core.actor import system_actor
from apps.studies import selectors, services
from apps.studies.documents.reports.paper import printed

log = structlog.get_logger(__name__)
MOST_PER_SWEEP = 200


@shared_task
def make_paper(paper_id: int) -> None:
    """Make one report. Doing it twice, also at once, does it once.

    Rendering runs outside of any transaction. MemoryError is caught like every other fault: left alone it
    would end the worker's main process.
    """
    printing = services.begin_paper(paper_id=paper_id, actor=system_actor())
    if printing is None:
        return
    try:
        pdf_sha256 = services.keep_paper(printed(printing))
    except OSError as error:
        log.error("report.put_off", paper=paper_id, error=str(error))  # noqa: TRY400 - the operator's trouble, in a sentence
        services.put_paper_off(paper_id=paper_id, error=str(error), actor=system_actor())
        return
    except Exception as error:
        log.exception("report.trouble", paper=paper_id)
        services.note_paper_trouble(paper_id=paper_id, error=repr(error), actor=system_actor())
        return
    services.finish_paper(paper_id=paper_id, pdf_sha256=pdf_sha256, actor=system_actor())


@shared_task
def sweep() -> None:
    """Queue again what a crash, a flushed Redis or a lost broker left behind."""
    for paper_id in selectors.half_made(now=timezone.now(), most=MOST_PER_SWEEP):
        services.queue_paper_again(paper_id=paper_id, actor=system_actor())
        make_paper.delay(paper_id)
