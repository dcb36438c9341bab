"""Finding shared objects, and showing their owner who sees what."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model

from apps.accounts.services import note_out_of_scope
from apps.audit.selectors import is_kept
from apps.core.actor import Actor
from apps.core.errors import Missing, Words
from apps.sharing.models import Guarded, Shareable, ShareGrant
from apps.sharing.querysets import ScopedQuerySet

Row = TypeVar("Row", bound=Model)


def found(rows: ScopedQuerySet[Row], actor: Actor, pk: UUID) -> Row:
    """Find one row that the actor may see, or raise `Missing`; finding and authorising are one call.

    If the row exists but is out of scope, the attempt leaves an entry; the answer is the same. In a service
    the refusal takes the entry away with everything else: entrances leave it again (`Missing.leave_trace`).
    """
    row = rows.visible_to(actor).filter(pk=pk).first()
    if row is not None:
        return row
    if rows.model._default_manager.unscoped("was it refused or is there nothing?").filter(pk=pk).exists():  # type: ignore[attr-defined]  # every guarded manager has it
        note = partial(note_out_of_scope, actor=actor, kind=str(rows.model._meta.model_name), object_id=pk)
        raise Missing("", trace=partial(_keep, note(), note))
    raise Missing("")


def _keep(entry_id: int, note: Callable[[], int]) -> None:
    if not is_kept(entry_id):
        note()


@dataclass(frozen=True)
class Access:
    """One party's access to one object, as its owner reads it."""

    grant_id: UUID
    party: str
    open_groups: tuple[str, ...]
    purpose: Words
    until: datetime
    by_duty: bool
    legal_basis: str
    revoked_at: datetime | None


def accesses(row: Shareable, actor: Actor) -> list[Access]:
    """Give the owner who sees what of an object, live ones first; nobody else gets anything."""
    if row.owner_id != actor.organisation_id:
        return []
    table: Any = row.Grant.objects
    grants = table.filter(obj=row).select_related("grantee").order_by("-created_at")
    told = [_told(row, item) for item in grants]
    return sorted(told, key=lambda access: access.revoked_at is not None or access.until <= actor.now)


def _told(row: Shareable, item: ShareGrant) -> Access:
    return Access(
        grant_id=item.pk,
        party=item.grantee.name,
        open_groups=row.SHARING.names_in(item.mask),
        purpose=item.get_purpose_display(),
        until=item.valid_until,
        by_duty=item.basis == ShareGrant.Basis.DUTY,
        legal_basis=item.legal_basis,
        revoked_at=item.revoked_at,
    )


__all__ = ["Access", "Guarded", "accesses", "found"]
