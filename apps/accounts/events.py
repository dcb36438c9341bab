"""News about people and organisations. People stand in it by pseudonym; `told` puts the name for {person}."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Role
from apps.core.errors import Words
from apps.core.events import Event


@dataclass(frozen=True, kw_only=True)
class OrganisationEvent(Event):
    """Stands in the organisation's chain."""

    about: ClassVar[str] = "organisation"
    sentence: ClassVar[Words] = ""
    organisation_id: str

    def telling(self) -> dict[str, Any]:
        """Name roles in the reader's language, and leave the person's place open."""
        said = self.body()
        roles = {name: str(Role(said[name]).label) for name in ("role", "role_before") if name in said}
        return said | roles | {"person": "{person}"}


@dataclass(frozen=True, kw_only=True)
class OrganisationJoined(OrganisationEvent):
    sentence: ClassVar[Words] = _("The organisation joined the platform.")


@dataclass(frozen=True, kw_only=True)
class OrganisationDescribed(OrganisationEvent):
    sentence: ClassVar[Words] = _("Changed the address of the organisation.")


@dataclass(frozen=True, kw_only=True)
class ColleagueInvited(OrganisationEvent):
    """The address is a personal part, and the link is made by the handler that mails it."""

    sentence: ClassVar[Words] = _("Invited a colleague as {role}.")
    invitation_id: str
    role: str


@dataclass(frozen=True, kw_only=True)
class ColleagueInvitedAgain(ColleagueInvited):
    sentence: ClassVar[Words] = _("Invited a colleague as {role} again; the earlier link is dead.")


@dataclass(frozen=True, kw_only=True)
class ColleagueInvitationTakenBack(ColleagueInvited):
    sentence: ClassVar[Words] = _("Took back the invitation of a colleague as {role}.")


@dataclass(frozen=True, kw_only=True)
class PersonJoined(OrganisationEvent):
    sentence: ClassVar[Words] = _("{person} joined the organisation as {role}.")
    pseudonym: str
    role: str


@dataclass(frozen=True, kw_only=True)
class RoleChanged(OrganisationEvent):
    sentence: ClassVar[Words] = _("Changed the role of {person} from {role_before} to {role}.")
    pseudonym: str
    role_before: str
    role: str


@dataclass(frozen=True, kw_only=True)
class MembershipEnded(OrganisationEvent):
    sentence: ClassVar[Words] = _(
        "Ended the membership of {person} ({role}), with their sessions and API keys."
    )
    pseudonym: str
    role: str


@dataclass(frozen=True, kw_only=True)
class KeyMade(OrganisationEvent):
    sentence: ClassVar[Words] = _("An API key was made: {label}.")
    label: str


@dataclass(frozen=True, kw_only=True)
class RefusedOutOfScope(OrganisationEvent):
    """Somebody asked for an object that exists but that they may not see; they were told 404."""

    sentence: ClassVar[Words] = _("Asked for something out of scope: {kind}.")
    kind: str
    object_id: str
