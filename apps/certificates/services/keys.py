"""The keys that sign what machines read: taking into use, retiring, giving up for lost."""

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from apps.audit.services import record
from apps.certificates import selectors
from apps.certificates.documents import keyring
from apps.certificates.events import (
    CredentialKeyActivated,
    CredentialKeyCompromised,
    CredentialKeyRetired,
)
from apps.certificates.models import CredentialKey
from apps.certificates.rules.jose import public_jwk, thumbprint
from apps.core.actor import Actor
from apps.core.errors import Conflict, Missing


@transaction.atomic
def keep_a_key(*, actor: Actor) -> CredentialKey:
    """Give the key in use, taking the first one into use if there is none; two workers at once agree."""
    if key := selectors.key_in_use():
        return key
    _wait_for_others()
    return selectors.key_in_use() or _take_into_use(actor)


@transaction.atomic
def rotate_key(*, actor: Actor) -> CredentialKey:
    """Take a new key into use and retire the one before.

    Development makes the new key. Production reads it from the file that CREDENTIAL_KEY_PATH names, and refuses
    with `Conflict` one that was in use before. Raises `keyring.Unusable` for a file that cannot sign.
    """
    _wait_for_others()
    if old := selectors.key_in_use():
        old.retired_at = actor.now
        old.save(update_fields=["retired_at"])
        record(CredentialKeyRetired(credential_key_id=str(old.pk), kid=old.kid), actor=actor)
    return _take_into_use(actor)


@transaction.atomic
def give_up_key(*, kid: str, actor: Actor) -> CredentialKey:
    """Declare a key compromised: it leaves the DID document at once, and what it signed counts no more."""
    _wait_for_others()
    key = CredentialKey.objects.filter(kid=kid).first()
    if key is None:
        raise Missing(_("There is no such key."))
    if key.compromised_at:
        raise Conflict(_("This key was declared compromised before."))
    key.compromised_at = actor.now
    key.retired_at = key.retired_at or actor.now
    key.save(update_fields=["compromised_at", "retired_at"])
    record(CredentialKeyCompromised(credential_key_id=str(key.pk), kid=key.kid), actor=actor)
    return key


def _wait_for_others() -> None:
    """Let one transaction at a time change keys; reading goes on."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {CredentialKey._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def _take_into_use(actor: Actor) -> CredentialKey:
    """Read the key first and write its row last: a crash between leaves a file that nobody names."""
    reference = settings.CREDENTIAL_KEY_PATH if settings.PRODUCTION else keyring.make()
    is_test = keyring.is_development(reference)
    jwk = public_jwk(keyring.read(reference).public_key())
    if settings.PRODUCTION and is_test:
        raise Conflict(_("CREDENTIAL_KEY_PATH names a development key; production needs one of its own."))
    if CredentialKey.objects.filter(kid=thumbprint(jwk)).exists():
        raise Conflict(_("CREDENTIAL_KEY_PATH names a key that was in use before; put a new one there."))
    key = CredentialKey.objects.create(
        kid=thumbprint(jwk), public_jwk=jwk, reference=reference, not_before=actor.now, is_test=is_test
    )
    record(CredentialKeyActivated(credential_key_id=str(key.pk), kid=key.kid), actor=actor)
    return key
