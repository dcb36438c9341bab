"""News about the keys that sign what machines read."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from apps.core.errors import Words
from apps.core.events import Event


@dataclass(frozen=True, kw_only=True)
class CredentialKeyEvent(Event):
    """Stands in the chain of a key that signs what machines read."""

    about: ClassVar[str] = "credential_key"
    sentence: ClassVar[Words] = ""
    credential_key_id: str
    kid: str


@dataclass(frozen=True, kw_only=True)
class CredentialKeyActivated(CredentialKeyEvent):
    sentence: ClassVar[Words] = _("Took key {kid} into use.")


@dataclass(frozen=True, kw_only=True)
class CredentialKeyRetired(CredentialKeyEvent):
    sentence: ClassVar[Words] = _("Retired key {kid}; it still verifies what it signed.")


@dataclass(frozen=True, kw_only=True)
class CredentialKeyCompromised(CredentialKeyEvent):
    sentence: ClassVar[Words] = _("Declared key {kid} compromised; nothing it signed counts any more.")
