"""Consortia, their agreement and their calls."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import Organisation
from apps.accounts.rules import INVITE
from apps.audit.services import record
from apps.consortia import selectors
from apps.consortia.events import AgreementAdopted, CallPublished, ConsortiumOpened, MemberJoined
from apps.consortia.models import AgreementVersion, Call, Consortium, ConsortiumMembership
from apps.core.actor import Actor
from apps.core.canonical import canonical, sha256
from apps.core.errors import Invalid, NotAllowed
from apps.materials.models import CriticalInput


@dataclass(frozen=True, kw_only=True)
class AgreementText:
    """An agreement as it is adopted, in both languages."""

    version: str
    summary_en: str
    summary_tr: str
    text_en: str
    text_tr: str

    def sha256(self) -> str:
        """Hash the exact words, so that an acceptance names them."""
        return sha256(canonical(self.__dict__))


@transaction.atomic
def open_consortium(
    *, name: str, critical_input_code: str, purpose: str, agreement: AgreementText, actor: Actor
) -> Consortium:
    """Open a consortium for a critical input; the actor's institution convenes it and is its first member."""
    _check_convener(actor)
    critical_input = CriticalInput.objects.filter(pk=critical_input_code).first()
    if critical_input is None:
        raise Invalid(
            _("Choose a critical input."), fields={"critical_input": [_("Choose one of the list.")]}
        )
    consortium = Consortium(
        name=name.strip(), convener_id=actor.organisation_id, critical_input=critical_input, purpose=purpose
    )
    consortium.save()
    record(ConsortiumOpened(consortium_id=str(consortium.pk)), actor=actor)
    version = adopt_agreement(consortium=consortium, agreement=agreement, actor=actor)
    join(consortium, Organisation.objects.get(pk=actor.organisation_id), "convener", version, actor)
    return consortium


@transaction.atomic
def adopt_agreement(*, consortium: Consortium, agreement: AgreementText, actor: Actor) -> AgreementVersion:
    """Adopt a version of the agreement; its words never change afterwards."""
    check_convenes(actor, consortium)
    version = AgreementVersion.objects.create(
        consortium=consortium, sha256=agreement.sha256(), effective_at=actor.now, **agreement.__dict__
    )
    record(
        AgreementAdopted(consortium_id=str(consortium.pk), version=version.version, sha256=version.sha256),
        actor=actor,
    )
    return version


@transaction.atomic
def publish_call(
    *, consortium_id: UUID, title: str, text: str, opens_at: datetime, closes_at: datetime, actor: Actor
) -> Call:
    """Publish an offer to join."""
    consortium = selectors.consortium_for(actor, consortium_id)
    check_convenes(actor, consortium)
    if closes_at <= opens_at:
        raise Invalid(_("The call closes before it opens."), fields={"closes_on": [_("Choose a later day.")]})
    call = Call.objects.create(
        consortium=consortium, title=title.strip(), text=text, opens_at=opens_at, closes_at=closes_at
    )
    record(
        CallPublished(consortium_id=str(consortium.pk), call_id=str(call.pk), title=call.title), actor=actor
    )
    return call


def join(
    consortium: Consortium, organisation: Organisation, role: str, version: AgreementVersion, actor: Actor
) -> None:
    """Make an organisation a member under an agreement version; called inside a service's transaction."""
    ConsortiumMembership.objects.create(
        consortium=consortium,
        organisation=organisation,
        role=role,
        agreement=version,
        accepted_by=actor.pseudonym,
        joined_at=actor.now,
    )
    record(
        MemberJoined(
            consortium_id=str(consortium.pk),
            organisation_id=str(organisation.pk),
            organisation_name=organisation.name,
            version=version.version,
        ),
        actor=actor,
    )


def _check_convener(actor: Actor) -> None:
    if not actor.may(INVITE):
        raise NotAllowed(_("Only a convening institution opens a consortium."))


def check_convenes(actor: Actor, consortium: Consortium) -> None:
    """Refuse anyone but the convener's own inviters."""
    if consortium.convener_id != actor.organisation_id or not actor.may(INVITE):
        raise NotAllowed(_("Only the consortium’s convener does this."))
