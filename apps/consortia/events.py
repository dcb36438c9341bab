"""News about consortia."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from apps.core.errors import Words
from apps.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ConsortiumEvent(Event):
    """Stands in the consortium's chain."""

    about: ClassVar[str] = "consortium"
    sentence: ClassVar[Words] = ""
    consortium_id: str


@dataclass(frozen=True, kw_only=True)
class ConsortiumOpened(ConsortiumEvent):
    sentence: ClassVar[Words] = _("Opened the consortium.")


@dataclass(frozen=True, kw_only=True)
class AgreementAdopted(ConsortiumEvent):
    sentence: ClassVar[Words] = _("Adopted version {version} of the agreement (SHA-256 {sha256}).")
    version: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class CallPublished(ConsortiumEvent):
    sentence: ClassVar[Words] = _("Published the call “{title}”.")
    call_id: str
    title: str


@dataclass(frozen=True, kw_only=True)
class MemberJoined(ConsortiumEvent):
    sentence: ClassVar[Words] = _("{organisation_name} joined under version {version} of the agreement.")
    organisation_id: str
    organisation_name: str
    version: str


@dataclass(frozen=True, kw_only=True)
class InvitationSent(ConsortiumEvent):
    """The link itself is made by the handler that mails it: no entry ever holds it."""

    sentence: ClassVar[Words] = _("Invited {organisation_name}.")
    invitation_id: str
    organisation_name: str


@dataclass(frozen=True, kw_only=True)
class InvitationResent(InvitationSent):
    sentence: ClassVar[Words] = _("Invited {organisation_name} again; the earlier link is dead.")


@dataclass(frozen=True, kw_only=True)
class InvitationRevoked(InvitationSent):
    sentence: ClassVar[Words] = _("Revoked the invitation of {organisation_name}.")


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(InvitationSent):
    sentence: ClassVar[Words] = _("{organisation_name} accepted the invitation.")


@dataclass(frozen=True, kw_only=True)
class InvitationDeclined(InvitationSent):
    sentence: ClassVar[Words] = _("{organisation_name} declined the invitation.")
