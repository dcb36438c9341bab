"""Opening and closing shared objects, and the note of who read them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import Organisation, Party
from apps.accounts.rules import purposes_of
from apps.audit.services import record
from apps.core.actor import Actor
from apps.core.errors import Conflict, Invalid, Missing, NotAllowed
from apps.sharing.events import DutyOpened, Granted, Revoked, SharedRead
from apps.sharing.models import Shareable, ShareGrant

LONGEST = timedelta(days=366)
# A consortium reads through its members: firms, laboratories and institutions.
MEMBERS_PURPOSES = purposes_of("firm") | purposes_of("laboratory") | purposes_of("institution")


def kind_of(row: Shareable | type[Shareable]) -> str:
    """Give the word that names a model in chains and addresses."""
    return str(row._meta.model_name)


@transaction.atomic
def grant(
    *, row: Shareable, grantee_id: UUID, groups: Iterable[str], purpose: str, until: datetime, actor: Actor
) -> ShareGrant:
    """Open field groups of an object to a party, by the owner's consent.

    Raises `NotAllowed` for anyone but the owner, `Invalid` for what cannot be granted.
    """
    names = tuple(groups)
    _check_owner(row, actor)
    grantee = _receiver(grantee_id, row)
    _check_offer(row, names, purpose, until, grantee, actor)
    opened = _add(row, grantee, row.SHARING.mask_of(names), actor, purpose=purpose, valid_until=until)
    record(
        Granted(
            kind=kind_of(row),
            object_id=str(row.pk),
            grant_id=str(opened.pk),
            grantee_id=str(grantee.pk),
            grantee_name=grantee.name,
            groups=", ".join(names),
            purpose=purpose,
            valid_until=until.date().isoformat(),
        ),
        actor=actor,
    )
    return opened


@transaction.atomic
def open_by_duty(
    *,
    row: Shareable,
    grantee: Party,
    groups: Iterable[str],
    purpose: str,
    legal_basis: str,
    until: datetime,
    actor: Actor,
) -> ShareGrant:
    """Open an object to an office as the law demands; the owner reads the legal basis beside it."""
    names = tuple(groups)
    mask = row.SHARING.mask_of(names)
    opened = _add(
        row, grantee, mask, actor, purpose=purpose, valid_until=until, basis="duty", legal_basis=legal_basis
    )
    record(
        DutyOpened(
            kind=kind_of(row),
            object_id=str(row.pk),
            grant_id=str(opened.pk),
            grantee_id=str(grantee.pk),
            grantee_name=grantee.name,
            groups=", ".join(names),
            legal_basis=legal_basis,
        ),
        actor=actor,
    )
    return opened


@transaction.atomic
def revoke(*, row: Shareable, grant_id: UUID, actor: Actor, reason: str = "") -> None:
    """Close a grant at once. Raises `Conflict` if it is closed already or stands by duty."""
    _check_owner(row, actor)
    live: Any = row.Grant.objects.select_for_update(of=("self",)).select_related("grantee")
    found = live.filter(obj=row, pk=grant_id).first()
    if found is None:
        raise Missing("")
    if found.basis == ShareGrant.Basis.DUTY:
        raise Conflict(_("This access stands by duty of office; it cannot be revoked."))
    if found.revoked_at:
        raise Conflict(_("This access is revoked already."))
    found.revoked_at, found.revoked_by, found.revoked_reason = actor.now, actor.pseudonym, reason
    found.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
    record(
        Revoked(
            kind=kind_of(row),
            object_id=str(row.pk),
            grant_id=str(found.pk),
            grantee_id=str(found.grantee_id),
            grantee_name=found.grantee.name,
        ),
        actor=actor,
    )


def note_read(*, row: Shareable, mask: int, actor: Actor, channel: str) -> None:
    """Leave an entry for the owner that somebody else read the object, with what was delivered."""
    if row.owner_id != actor.organisation_id:
        _note_read(row, mask, actor, channel)


@transaction.atomic
def _note_read(row: Shareable, mask: int, actor: Actor, channel: str) -> None:
    names = ", ".join(row.SHARING.names_in(mask))
    record(SharedRead(kind=kind_of(row), object_id=str(row.pk), groups=names, channel=channel), actor=actor)


def _check_owner(row: Shareable, actor: Actor) -> None:
    if row.owner_id != actor.organisation_id:
        raise NotAllowed(_("Only the owner decides who sees this."))


def _receiver(grantee_id: UUID, row: Shareable) -> Party:
    found = Party.objects.filter(pk=grantee_id).exclude(pk=row.owner_id).first()
    if found is None:
        raise Invalid(
            _("Choose who receives it."), fields={"grantee": [_("Choose a party other than yourself.")]}
        )
    return found


def _check_offer(
    row: Shareable, names: tuple[str, ...], purpose: str, until: datetime, grantee: Party, actor: Actor
) -> None:
    wrong: dict[str, list[Any]] = {}
    if not names or set(names) - {group.name for group in row.SHARING.groups}:
        wrong["groups"] = [_("Choose at least one group of fields.")]
    if not actor.now < until <= actor.now + LONGEST:
        wrong["until"] = [_("Choose a day within the next twelve months.")]
    kind = Organisation.objects.filter(pk=grantee.pk).values_list("kind", flat=True).first()
    if purpose not in (purposes_of(kind) if kind else MEMBERS_PURPOSES):
        wrong["purpose"] = [_("%(name)s may not use data for this purpose.") % {"name": grantee.name}]
    if wrong:
        raise Invalid(_("This cannot be shared like this."), fields=wrong)


def _add(row: Shareable, grantee: Party, mask: int, actor: Actor, **values: Any) -> ShareGrant:
    table: Any = row.Grant.objects  # each subclass has its own `obj`
    added: ShareGrant = table.create(
        obj=row,
        obj_created_at=row.created_at,
        grantor_id=row.owner_id,
        grantee=grantee,
        mask=mask,
        valid_from=actor.now,
        created_by=actor.pseudonym,
        **values,
    )
    return added
