"""Amending a certificate: a new one, made like any other, that names the old one and what changed."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.audit.services import record
from apps.certificates import selectors
from apps.certificates.events import AmendmentStarted
from apps.certificates.models import Certificate
from apps.certificates.rules import decisions
from apps.certificates.rules.amendments import check_can_be_amended
from apps.certificates.services.deciding import locked
from apps.certificates.states import LIVE
from apps.core.actor import Actor
from apps.core.errors import Conflict


@transaction.atomic
def amend(*, certificate_id: UUID, actor: Actor, reason: str) -> Certificate:
    """Start the amendment of an issued or suspended certificate; gives the new one, to be evaluated.

    It stands for the same material, study, holder and language, so that the two can be compared fact by
    fact. The old one stays what it is until the new one is issued. Raises `Conflict` if an amendment of it is
    under way already.
    """
    old = locked(certificate_id, actor)
    selectors.check_may_amend(actor, old)
    check_can_be_amended(old.state, LIVE)
    new = Certificate(
        study=old.study,
        material=old.material,
        holder=old.holder,
        body=old.body,
        language=old.language,
        requested_by=actor.pseudonym,
        created_at=actor.now,
        replaces=old,
        amendment_reason=decisions.check_said(reason, "reason", most=decisions.LONGEST_ON_PAGE_ONE),
    )
    try:
        with transaction.atomic():
            new.save()
    except IntegrityError as error:
        raise Conflict(_("An amendment of this certificate is already under way.")) from error
    event = AmendmentStarted(
        certificate_id=str(new.pk), replaced=str(old.number), reason=new.amendment_reason
    )
    record(event, actor=actor)
    return new
