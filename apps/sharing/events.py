"""News about sharing, told in the chain of the shared object."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from apps.core.errors import Words
from apps.core.events import Event
from apps.core.templatetags.figures import day
from apps.sharing.models import Purpose, Shareable


def _group_words(kind: str, names: str) -> list[str]:
    """Give the labels of field groups of the shared model that `kind` names; an old name stays as it is."""
    models = [model for model in apps.get_models() if issubclass(model, Shareable)]
    labels = {
        group.name: str(group.label)
        for model in models
        if model._meta.model_name == kind
        for group in model.SHARING.groups
    }
    return [labels.get(name, name) for name in names.split(", ") if name]


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

    def telling(self) -> dict[str, Any]:
        """Name field groups, purpose and day in the reader's language."""
        said = self.body()
        if "groups" in said:
            said["groups"] = ", ".join(_group_words(self.kind, said["groups"])) or _("core facts only")
        if "purpose" in said:
            said["purpose"] = str(Purpose(said["purpose"]).label)
        if "valid_until" in said:
            said["valid_until"] = day(date.fromisoformat(said["valid_until"]))
        return said


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
