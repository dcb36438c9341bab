"""Approving many at once: an order in the database, and each certificate judged by the same service as a single one.

Each certificate has a transaction of its own, in which it is approved and its line says so, or its line says why
not. So one that is blocked holds up no other, and a worker that dies leaves lines that wait for the sweeper, not half
an approval. The order itself is one transaction: a request that cannot be right changes nothing.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.accounts.rules import CERTIFY
from apps.audit.services import record
from apps.certificates import selectors
from apps.certificates.events import ApprovalBlocked, BatchOrdered
from apps.certificates.models import Batch, BatchLine, Certificate
from apps.certificates.rules import decisions
from apps.certificates.rules.batches import MOST_ATTEMPTS, check_chosen, not_chosen
from apps.certificates.services.deciding import FIRST_SWEEP, approve
from apps.certificates.services.issuing import WAIT_IN_QUEUE, lease
from apps.core.actor import Actor
from apps.core.errors import NotAllowed, Refusal

LONGEST_SENTENCE: Final = 2000


@transaction.atomic
def order_batch(
    *,
    certificate_ids: Sequence[UUID],
    actor: Actor,
    reasons: str,
    months: int,
    request_key: UUID | None = None,
) -> Batch:
    """Order the approval of certificates that the actor's organisation decides on; a worker judges each.

    The same person's same `request_key` gives the batch that is there. Raises `NotAllowed`, or `Invalid` for what
    cannot be right: none or too many, one that is not theirs to decide on, no reasons, a validity out of bounds.
    """
    if not actor.may(CERTIFY):
        raise NotAllowed(_("Certificates are approved by those who decide for the certification body."))
    chosen = _theirs(check_chosen(certificate_ids), actor)
    reasons = decisions.check_said(reasons, "reasons")
    decisions.check_months(months)
    batch, is_new = Batch.objects.get_or_create(
        ordered_by=actor.pseudonym,
        request_key=request_key or uuid4(),
        defaults={
            "body_id": actor.organisation_id,
            "reasons": reasons,
            "months": months,
            "created_at": actor.now,
        },
    )
    if is_new:
        due_at = actor.now + FIRST_SWEEP
        BatchLine.objects.bulk_create(
            BatchLine(batch=batch, certificate_id=pk, due_at=due_at) for pk in chosen
        )
        event = BatchOrdered(batch_id=str(batch.pk), count=len(chosen), months=months, reasons=reasons)
        record(event, actor=actor)
    return batch


def _theirs(chosen: Sequence[UUID], actor: Actor) -> list[UUID]:
    rows = Certificate.objects.visible_to(actor).filter(pk__in=chosen, body=actor.organisation_id)
    found = set(rows.values_list("pk", flat=True))
    if len(found) < len(chosen):
        raise not_chosen(_("One of these certificates is not yours to decide on."))
    return list(chosen)


@transaction.atomic
def begin_line(*, line_id: int, actor: Actor) -> bool:
    """Count the attempt, and take a line for one time limit. Tells whether there is something to judge."""
    line = _locked(line_id)
    if line.outcome != "waiting" or (line.attempts and line.due_at and line.due_at > actor.now):
        return False
    if line.attempts >= MOST_ATTEMPTS:
        with override(selectors.who_ordered(line.batch, at=actor.now).language):
            _block(line, _("It could not be judged here. Decide on it by itself."), actor)
        return False
    line.attempts += 1
    line.due_at = actor.now + lease()
    line.save(update_fields=["attempts", "due_at"])
    return True


@transaction.atomic
def judge_line(*, line_id: int, actor: Actor) -> None:
    """Approve the certificate of a line as the person who gave the order, or note what blocks it.

    The person's role is that of this moment: who may decide no more decides nothing that was still waiting.
    """
    line = _locked(line_id)
    if line.outcome != "waiting":
        return
    decider = selectors.who_ordered(line.batch, at=actor.now)
    with override(decider.language):
        if decider.actor is None:
            _block(line, _("Who ordered this does not decide for the certification body any more."), actor)
            return
        try:
            with transaction.atomic():
                approve(
                    certificate_id=line.certificate_id,
                    actor=decider.actor,
                    reasons=line.batch.reasons,
                    months=line.batch.months,
                )
        except Refusal as refusal:
            _block(line, str(refusal) or _("You see it no more."), decider.actor)
        else:
            line.outcome, line.due_at = "approved", None
            line.save(update_fields=["outcome", "due_at"])


@transaction.atomic
def note_line_trouble(*, line_id: int, actor: Actor) -> None:
    """Let a line rest after an attempt that came to nothing."""
    line = _locked(line_id)
    if line.outcome == "waiting":
        line.due_at = actor.now + timedelta(seconds=2**line.attempts)
        line.save(update_fields=["due_at"])


@transaction.atomic
def queue_line_again(*, line_id: int, actor: Actor) -> None:
    """Note that a line not yet begun is queued, so that the next sweeps leave it in its place in the queue."""
    waiting = BatchLine.objects.filter(pk=line_id, outcome="waiting", attempts=0)
    waiting.update(due_at=actor.now + WAIT_IN_QUEUE)


def _block(line: BatchLine, sentence: str, actor: Actor) -> None:
    line.outcome, line.due_at, line.blocked_because = "blocked", None, sentence[:LONGEST_SENTENCE]
    line.save(update_fields=["outcome", "due_at", "blocked_because"])
    event = ApprovalBlocked(
        batch_id=str(line.batch_id), certificate_id=str(line.certificate_id), reason=line.blocked_because
    )
    record(event, actor=actor)


def _locked(line_id: int) -> BatchLine:
    return BatchLine.objects.select_for_update(of=("self",)).select_related("batch").get(pk=line_id)
