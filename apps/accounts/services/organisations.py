"""Putting organisations on the platform, describing them, and the right to manage one."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.events import OrganisationDescribed, OrganisationJoined, RefusedOutOfScope
from apps.accounts.models import Organisation
from apps.accounts.rules import MANAGE
from apps.accounts.selectors import leading_of
from apps.audit.services import record
from apps.core.actor import Actor
from apps.core.errors import Invalid, NotAllowed


@transaction.atomic
def found_organisation(
    *, name: str, kind: str, actor: Actor, is_sme: bool = False, country: str = "TR", address: str = ""
) -> Organisation:
    """Put an organisation on the platform."""
    organisation = Organisation.objects.create(
        name=name.strip(),
        kind=kind,
        is_sme=is_sme,
        country=country,
        address=address,
        created_at=actor.now,
    )
    record(OrganisationJoined(organisation_id=str(organisation.pk)), actor=actor)
    return organisation


@transaction.atomic
def describe_organisation(*, actor: Actor, address: str, country: str) -> Organisation:
    """Write the address that certificates and letters print; for those who lead the organisation."""
    organisation = managed(actor)
    if not address.strip():
        raise Invalid(_("Write the address."), fields={"address": [_("Write the address.")]})
    organisation.address, organisation.country = address.strip(), country
    organisation.save()
    record(OrganisationDescribed(organisation_id=str(organisation.pk)), actor=actor)
    return organisation


def managed(actor: Actor) -> Organisation:
    """Lock the actor's organisation for a change that its leads make. Raises `NotAllowed`.

    Whether they lead it is asked again behind the lock: of two who take it from each other, one comes too late.
    """
    may = actor.may(MANAGE)
    organisation = locked(actor.organisation_id) if may else None
    if organisation is None or actor.pseudonym not in leading_of(organisation.pk):
        raise NotAllowed(_("Only those who lead the organisation do this."))
    return organisation


def locked(organisation_id: UUID) -> Organisation:
    """Lock an organisation: who joins, changes or leaves, comes one after the other. Others may refer to it."""
    rows = Organisation.objects.select_for_update(no_key=True, of=("self",))
    return rows.get(pk=organisation_id)


@transaction.atomic
def note_out_of_scope(*, actor: Actor, kind: str, object_id: UUID) -> int:
    """Leave an entry that the actor asked for something it may not see; give its id."""
    entry = record(
        RefusedOutOfScope(organisation_id=str(actor.organisation_id), kind=kind, object_id=str(object_id)),
        actor=actor,
    )
    return entry.pk
