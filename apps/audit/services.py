"""Writing the trail. `record` is the last line of every service."""

import secrets
from collections.abc import Mapping
from functools import partial

from django.db import connection, transaction
from django.db.models import F

from apps.audit import outbox
from apps.audit.models import Delivery, Entry, PersonalPart, Register
from apps.core.actor import Actor
from apps.core.canonical import canonical, sha256
from apps.core.events import Event


def record(event: Event, *, actor: Actor, personal: Mapping[str, str] | None = None) -> Entry:
    """Write one entry in the caller's transaction, and hand it to its handlers on commit.

    `personal` values enter as salted commitments; the values lie in an erasable table. Raises
    RuntimeError outside a transaction: a change and its entry commit together or not at all.
    """
    if not connection.in_atomic_block:
        message = "audit.record must run inside the transaction of the change it records."
        raise RuntimeError(message)
    parts = {name: (secrets.token_hex(16), value) for name, value in (personal or {}).items()}
    entry = _write(event, actor, {name: sha256(salt + value) for name, (salt, value) in parts.items()})
    PersonalPart.objects.bulk_create(
        PersonalPart(entry=entry.pk, field=name, salt=salt, value=value)
        for name, (salt, value) in parts.items()
    )
    if handlers := outbox.handlers_of(event.name):
        Delivery.objects.bulk_create(
            Delivery(entry=entry, handler=name, due_at=actor.now) for name in handlers
        )
        transaction.on_commit(partial(outbox.publish, entry.pk), robust=True)
    return entry


def _write(event: Event, actor: Actor, commitments: Mapping[str, str]) -> Entry:
    said = {
        "event": event.name,
        "subject": event.subject,
        "actor": str(actor.pseudonym),
        "acting_for": str(actor.organisation_id),
        "at": actor.now.isoformat(),
        "body": event.body(),
        **({"personal": dict(commitments)} if commitments else {}),
    }
    return Entry.objects.create(
        chain=event.chain,
        seq=0,  # the trigger places it
        at=actor.now,
        event=event.name,
        subject=event.subject,
        actor=actor.pseudonym,
        acting_for=actor.organisation_id,
        payload=canonical(said),
    )


def next_number(register: str) -> int:
    """Take the next number of a register, inside the transaction that makes the row that bears it.

    The register's row stays locked until that commit, so a rollback leaves no gap.
    """
    Register.objects.bulk_create([Register(name=register)], ignore_conflicts=True)
    row = Register.objects.select_for_update().get(pk=register)
    Register.objects.filter(pk=register).update(next_number=F("next_number") + 1)
    return row.next_number
