"""News about people and organisations."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Role
from apps.core.errors import Words
from apps.core.events import Event


@dataclass(frozen=True, kw_only=True)
class OrganisationJoined(Event):
    about: ClassVar[str] = "organisation"
    sentence: ClassVar[Words] = _("The organisation joined the platform.")
    organisation_id: str


@dataclass(frozen=True, kw_only=True)
class OrganisationDescribed(Event):
    about: ClassVar[str] = "organisation"
    sentence: ClassVar[Words] = _("Changed the address of the organisation.")
    organisation_id: str


@dataclass(frozen=True, kw_only=True)
class PersonJoined(Event):
    about: ClassVar[str] = "organisation"
    sentence: ClassVar[Words] = _("A person joined the organisation as {role}.")
    organisation_id: str
    pseudonym: str
    role: str

    def telling(self) -> dict[str, Any]:
        """Name the role in the reader's language."""
        return self.body() | {"role": str(Role(self.role).label)}


@dataclass(frozen=True, kw_only=True)
class KeyMade(Event):
    about: ClassVar[str] = "organisation"
    sentence: ClassVar[Words] = _("An API key was made: {label}.")
    organisation_id: str
    label: str


@dataclass(frozen=True, kw_only=True)
class RefusedOutOfScope(Event):
    """Somebody asked for an object that exists but that they may not see; they were told 404."""

    about: ClassVar[str] = "organisation"
    sentence: ClassVar[Words] = _("Asked for something out of scope: {kind}.")
    organisation_id: str
    kind: str
    object_id: str
