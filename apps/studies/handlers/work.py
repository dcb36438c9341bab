"""What the worker does with news: it reads large sheets and has reports made."""

from functools import partial
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from apps.audit.outbox import News, on
from apps.core.actor import system_actor
from apps.studies.events import PaperOrdered, SheetReceived, StudyConcluded
from apps.studies.services import order_papers, read_sheet

log = structlog.get_logger(__name__)


@on(SheetReceived)
def read_what_was_received(news: News) -> None:
    """Read a sheet that was too large to be read at once; one that is read stays as it is."""
    read_sheet(sheet_id=UUID(news.event.sheet_id), now=timezone.now(), tell_progress=True)


@on(StudyConcluded)
def order_the_report(news: News) -> None:
    """Have the report of a concluded study made in all languages; what is ordered already stays as it is."""
    order_papers(study_id=UUID(news.event.study_id), actor=system_actor())


@on(PaperOrdered)
def make_the_report(news: News) -> None:
    """Hand the report to the worker that prints; the row is the promise, this only makes it fast."""
    transaction.on_commit(partial(send_to_print, news.event.paper_id), robust=True)


def send_to_print(paper_id: int) -> None:
    """Queue a report. A broker that is down costs nothing but time: the sweeper repeats."""
    from apps.studies.tasks import make_paper  # noqa: PLC0415 - WeasyPrint loads where paper is made, not in web

    try:
        make_paper.delay(paper_id)
    except Exception as error:  # noqa: BLE001 - whatever the broker says, the row stands
        log.warning("broker.unreachable", paper=paper_id, error=str(error))
