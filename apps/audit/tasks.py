"""The worker's door to the outbox."""

from celery import shared_task
from django.utils import timezone

from apps.audit import outbox
from apps.audit.models import Pulse


@shared_task
def deliver(entry_id: int) -> None:
    """Deliver one entry to its handlers."""
    outbox.deliver(entry_id)


@shared_task
def sweep() -> None:
    """Deliver what a crash, a flushed Redis or a lost broker left behind."""
    for entry_id in outbox.due(now=timezone.now()):
        outbox.deliver(entry_id)


@shared_task
def heartbeat() -> None:
    """Prove that beat, broker and worker work together."""
    Pulse.objects.update_or_create(name="worker", defaults={"beat_at": timezone.now()})
