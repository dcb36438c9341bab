"""What `manage.py check` says of the keys: of the seal before a deployment, of the credential key at every start."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils import timezone

from apps.certificates.documents import keyring


@register("certificates", deploy=True)
def the_seal_is_fit(app_configs: Any, **_said: Any) -> list[CheckMessage]:
    """Refuse a production whose certificates could not be sealed."""
    from apps.certificates.sealing.material import SealError  # noqa: PLC0415 - loaded where it is asked for
    from apps.certificates.services.sealing import check_seal, material_of_settings  # noqa: PLC0415 - as above

    now = timezone.now()
    try:
        check_seal(material_of_settings(now), now)
    except SealError as error:
        return [Error(str(error), hint="Set SEAL_PATH; see deploy/README.md.", id="certificates.E001")]
    return []


@register("certificates")
def the_credential_key_is_fit(app_configs: Any, **_said: Any) -> list[CheckMessage]:
    """Refuse a production whose key file cannot be read, holds another kind of key, or a development key."""
    if not settings.PRODUCTION:
        return []
    try:
        if not keyring.is_development(settings.CREDENTIAL_KEY_PATH):
            return []
        words = "CREDENTIAL_KEY_PATH names a development key."
    except keyring.Unusable as error:
        words = f"CREDENTIAL_KEY_PATH: {error}"
    return [Error(words, hint="Make a key for production; see deploy/README.md.", id="certificates.E002")]
