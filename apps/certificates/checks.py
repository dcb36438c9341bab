"""A system check: in production the key that signs JSON is there, and was not made for development."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from apps.certificates.documents import keyring


@register()
def the_credential_key_is_fit_for_production(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """Refuse a key file that cannot be read, holds another kind of key, or a development key."""
    if not settings.PRODUCTION:
        return []
    try:
        if not keyring.is_development(settings.CREDENTIAL_KEY_PATH):
            return []
        words = "CREDENTIAL_KEY_PATH names a development key. Make one for production; see deploy/README.md."
    except keyring.Unusable as error:
        words = f"CREDENTIAL_KEY_PATH: {error}"
    return [Error(words, id="certificates.E001")]
