"""The life of an issued certificate: suspended and back, withdrawn, superseded by its amendment."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.audit.services import record
from apps.certificates import selectors
from apps.certificates.events import (
    CertificateReinstated,
    CertificateSuperseded,
    CertificateSuspended,
    CertificateWithdrawn,
)
from apps.certificates.models import HALF_MADE, Certificate
from apps.certificates.rules import decisions
from apps.certificates.rules.amendments import check_no_paper_under_way
from apps.certificates.services.deciding import locked
from apps.certificates.services.directory import tell_directory
from apps.certificates.states import FLOW, ISSUER, ReinstatementCode, SuspensionCode
from apps.core.actor import Actor
from apps.core.errors import Invalid


@transaction.atomic
def suspend(*, certificate_id: UUID, actor: Actor, code: str, reason: str) -> Certificate:
    """Suspend an issued certificate until it is reinstated or withdrawn; the register says so at once."""
    row = locked(certificate_id, actor)
    move = FLOW.move("suspend", row.state, selectors.standings_of(actor, row))
    row.suspended_code = _chosen(code, SuspensionCode.values)
    row.suspended_reason = decisions.check_said(reason, "reason")
    row.state, row.suspended_at = move.target, actor.now
    row.reinstated_at, row.reinstated_code, row.reinstated_reason = None, "", ""
    row.save(update_fields=["state", *SUSPENSION])
    tell_directory(row, actor)
    event = CertificateSuspended(
        certificate_id=str(row.pk), number=str(row.number), code=code, reason=row.suspended_reason
    )
    record(event, actor=actor)
    return row


@transaction.atomic
def reinstate(*, certificate_id: UUID, actor: Actor, code: str, reason: str) -> Certificate:
    """Let a suspended certificate count again, through the last day that it has always had."""
    row = locked(certificate_id, actor)
    move = FLOW.move("reinstate", row.state, selectors.standings_of(actor, row))
    row.reinstated_code = _chosen(code, ReinstatementCode.values)
    row.reinstated_reason = decisions.check_said(reason, "reason")
    row.state, row.reinstated_at = move.target, actor.now
    row.save(update_fields=["state", *SUSPENSION])
    tell_directory(row, actor)
    event = CertificateReinstated(
        certificate_id=str(row.pk), number=str(row.number), code=code, reason=row.reinstated_reason
    )
    record(event, actor=actor)
    return row


@transaction.atomic
def withdraw(*, certificate_id: UUID, actor: Actor, reason: str) -> Certificate:
    """Withdraw an issued or suspended certificate; the public register says so from this commit on.

    Raises `Conflict` while an approved amendment is being made, which will supersede it.
    """
    row = locked(certificate_id, actor)
    move = FLOW.move("withdraw", row.state, selectors.standings_of(actor, row))
    check_no_paper_under_way(selectors.amendment_states(row), HALF_MADE)
    row.withdrawn_reason = decisions.check_said(reason, "reason")
    row.state, row.withdrawn_at = move.target, actor.now
    row.save(update_fields=["withdrawn_reason", "state", "withdrawn_at"])
    tell_directory(row, actor)
    event = CertificateWithdrawn(
        certificate_id=str(row.pk), number=str(row.number), reason=row.withdrawn_reason
    )
    record(event, actor=actor)
    return row


def supersede(old: Certificate, successor: Certificate, actor: Actor) -> None:
    """Let the old certificate of an amendment end, in the transaction that issues the new one."""
    move = FLOW.move("supersede", old.state, {ISSUER})
    old.state, old.superseded_by, old.superseded_at = move.target, successor, actor.now
    old.save(update_fields=["state", "superseded_by", "superseded_at"])
    tell_directory(old, actor)
    event = CertificateSuperseded(
        certificate_id=str(old.pk), number=str(old.number), successor=str(successor.number)
    )
    record(event, actor=actor)


SUSPENSION = (
    "suspended_at",
    "suspended_code",
    "suspended_reason",
    "reinstated_at",
    "reinstated_code",
    "reinstated_reason",
)


def _chosen(code: str, codes: list[str]) -> str:
    if code not in codes:
        words = _("Choose one of the reasons.")
        raise Invalid(words, fields={"code": [words]})
    return code
