"""The worker's door: what a clock does for accounts."""

from celery import shared_task
from django.utils import timezone

from apps.accounts.rest import idempotency


@shared_task
def forget_answers() -> None:
    """Forget the answers to requests that nobody repeats any more."""
    idempotency.forget(now=timezone.now())
