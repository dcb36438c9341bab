"""News about sharing, told in the chain of the shared object."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from apps.core.errors import Words
from apps.core.events import Event


@dataclass(frozen=True, kw_only=True)
class SharingEvent(Event):
    """Stands in the chain of the object itself: `kind:object_id`."""

    about: ClassVar[str] = "object"
    sentence: ClassVar[Words] = ""
    kind: str
    object_id: str

    @property
    def chain(self) -> str:
        """The shared object's own chain."""
        return f"{self.kind}:{self.object_id}"


@dataclass(frozen=True, kw_only=True)
class Granted(SharingEvent):
    sentence: ClassVar[Words] = _("Opened {groups} to {grantee_name} until {valid_until}, for {purpose}.")
    grant_id: str
    grantee_id: str
    grantee_name: str
    groups: str
    purpose: str
    valid_until: str


@dataclass(frozen=True, kw_only=True)
class DutyOpened(SharingEvent):
    sentence: ClassVar[Words] = _("Opened to {grantee_name} by duty of office: {legal_basis}.")
    grant_id: str
    grantee_id: str
    grantee_name: str
    groups: str
    legal_basis: str


@dataclass(frozen=True, kw_only=True)
class Revoked(SharingEvent):
    sentence: ClassVar[Words] = _("Closed again to {grantee_name}.")
    grant_id: str
    grantee_id: str
    grantee_name: str


@dataclass(frozen=True, kw_only=True)
class SharedRead(SharingEvent):
    """Somebody who is not the owner read the object; `groups` is what was delivered."""

    sentence: ClassVar[Words] = _("Read ({channel}): {groups}.")
    groups: str
    channel: str
