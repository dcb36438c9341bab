"""API keys of a person for an organisation."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.events import KeyMade
from apps.accounts.models import ApiKey, User
from apps.audit.services import record
from apps.core.actor import Actor
from apps.core.errors import NotAllowed

KEY_LIFETIME: Final = timedelta(days=365)


@transaction.atomic
def make_api_key(*, actor: Actor, label: str) -> str:
    """Make an API key for the actor's organisation and give it, once; only its digest is kept."""
    if not actor.capabilities:
        raise NotAllowed(_("Your role here may not use the API."))
    _row, key = ApiKey.objects.create(
        user=User.objects.get(pk=actor.user_id),
        expiry=KEY_LIFETIME,
        prefix="ck_",
        organisation_id=actor.organisation_id,
        label=label.strip(),
    )
    record(KeyMade(organisation_id=str(actor.organisation_id), label=label.strip()), actor=actor)
    return str(key)
