"""What the tests of the demonstration share: a play without a worker of its own, and what is counted after it."""

import io
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from apps.audit import outbox
from apps.audit.models import Delivery, Entry, Pulse
from apps.certificates import selectors, tasks
from apps.demo import certifying, founding, story
from apps.studies import tasks as reports
from apps.studies.models import Paper
from apps.studies.states import ORDERED

Found = TypeVar("Found")
PATIENCE = timedelta(hours=1)  # a letter that waits for its worker is due later than now


def census() -> dict[str, int]:
    """Count the rows of every table of ours, and the entries of every kind; the worker's pulse says nothing."""
    ours = [
        model for model in apps.get_models() if model.__module__.startswith("apps.") and model is not Pulse
    ]
    rows = Counter({model._meta.label: model._base_manager.count() for model in ours})
    return dict(rows + Counter(Entry.objects.values_list("event", flat=True)))


@contextmanager
def worker_by_hand() -> Iterator[None]:
    """Let whoever waits do the worker's part: deliver all news, and make what is approved."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "apps.certificates.documents.release.released", lambda printing, _seal: printing.facts.encode()
        )
        patch.setattr(reports, "printed", lambda printing: f"{printing.facts}".encode())
        for module in (founding, certifying):
            patch.setattr(module, "until", _until)
        yield


def _until(what: str, look: Callable[[], Found | None]) -> Found:
    work()
    found = look()
    assert found is not None, what
    return found


def work() -> None:
    """Do what a worker would, until nothing is left."""
    while waiting := Delivery.objects.filter(delivered_at=None, dead_at=None, attempts=0).first():
        outbox.deliver(waiting.entry_id)
    assert list(Delivery.objects.filter(delivered_at=None).values_list("handler", "last_error")) == []
    for pk, _state in selectors.half_made(now=timezone.now(), most=10):
        tasks.issue(str(pk))
        work()
    for letter_id in selectors.letters_due(now=timezone.now() + PATIENCE, most=10):
        tasks.post(str(letter_id))
        work()
    for paper_id in ordered_papers():
        reports.make_paper(paper_id)
        work()


def ordered_papers() -> list[int]:
    """Tell which reports wait for their PDF."""
    return list(Paper.objects.filter(state=ORDERED).values_list("pk", flat=True))


def play() -> None:
    """Play what is left of the story, and let the worker finish."""
    story.play(say=lambda _line: None)
    work()


def uninterrupted() -> dict[str, int]:
    """Count what a play without any trouble leaves, and leave nothing of it."""
    with transaction.atomic():
        call_command("load_reference", stdout=io.StringIO())
        with worker_by_hand():
            play()
        counted = census()
        transaction.set_rollback(True)
    return counted
