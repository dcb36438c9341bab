"""Who hears of what, and how an entry reaches them: at least once, with exactly one effect."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from apps.audit.models import Delivery, Entry
from apps.core.events import REGISTRY, Event

log = structlog.get_logger(__name__)
MOST_ATTEMPTS = 6


@dataclass(frozen=True)
class News:
    """What a handler receives: the event, and the entry's id, time and actor."""

    entry_id: int
    event: Any
    at: datetime
    actor: UUID
    acting_for: UUID


Handler = Callable[[News], None]
Decorated = TypeVar("Decorated", bound=Handler)
_HANDLERS: dict[str, Handler] = {}
_SUBSCRIBED: dict[str, list[str]] = {}


def on(*events: type[Event]) -> Callable[[Decorated], Decorated]:
    """Subscribe a handler. It runs in one transaction with its mark, so its rows are written once.

    What leaves the database (mail) may happen twice after a crash; make that harmless.
    """

    def subscribe(handler: Decorated) -> Decorated:
        name = f"{handler.__module__}.{handler.__name__}"
        _HANDLERS[name] = handler
        for event in events:
            _SUBSCRIBED.setdefault(event.name, []).append(name)
        return handler

    return subscribe


def handlers_of(event_name: str) -> list[str]:
    """Give the names of the handlers that hear an event."""
    return _SUBSCRIBED.get(event_name, [])


def publish(entry_id: int) -> None:
    """Hand an entry to the worker. A broker that is down costs nothing but time: the sweeper repeats."""
    from apps.audit.tasks import deliver  # noqa: PLC0415 - the task imports this module

    try:
        deliver.delay(entry_id)
    except Exception as error:  # noqa: BLE001 - whatever the broker says, the row stands
        log.warning("broker.unreachable", entry=entry_id, error=str(error))


def deliver(entry_id: int) -> None:
    """Run what is still to be run for an entry; another worker's share is left to it."""
    for pk in Delivery.objects.filter(entry_id=entry_id, delivered_at=None, dead_at=None).values_list(
        "pk", flat=True
    ):
        _attempt(pk)


def _attempt(delivery_id: int) -> None:
    """Count the attempt first (a handler may kill the worker), then run handler and mark together."""
    with transaction.atomic():
        delivery = _claimed(delivery_id)
        if delivery is None:
            return
        delivery.attempts += 1
        delivery.due_at = timezone.now() + timedelta(seconds=15 * 2 ** min(delivery.attempts, 6))
        if delivery.attempts > MOST_ATTEMPTS:
            delivery.dead_at = timezone.now()
        delivery.save()
    if delivery.dead_at:
        log.error("delivery.dead", delivery=delivery_id, handler=delivery.handler, error=delivery.last_error)
        return
    try:
        with transaction.atomic():
            if (delivery := _claimed(delivery_id)) is not None:
                _HANDLERS[delivery.handler](_news(delivery.entry))
                delivery.delivered_at = timezone.now()
                delivery.save()
    except Exception as error:
        log.exception("delivery.failed", delivery=delivery_id)
        Delivery.objects.filter(pk=delivery_id).update(last_error=repr(error)[:2000])


def _claimed(delivery_id: int) -> Delivery | None:
    waiting = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).select_related("entry")
    return waiting.filter(pk=delivery_id, delivered_at=None, dead_at=None).first()


def _news(entry: Entry) -> News:
    body = json.loads(entry.payload)["body"]
    return News(entry.pk, REGISTRY[entry.event].from_body(body), entry.at, entry.actor, entry.acting_for)


def due(*, now: datetime, most: int = 200) -> list[int]:
    """Give the entries that were left behind: their time has come and nobody has delivered them."""
    late = Delivery.objects.filter(delivered_at=None, dead_at=None, due_at__lte=now - timedelta(seconds=5))
    return list(late.order_by("due_at").values_list("entry_id", flat=True).distinct()[:most])
