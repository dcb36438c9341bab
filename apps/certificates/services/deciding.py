"""Evaluating and deciding: two acts by different people."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from apps.audit.services import record
from apps.certificates import selectors
from apps.certificates.events import (
    CertificationApproved,
    CertificationRefused,
    Evaluated,
)
from apps.certificates.models import Certificate
from apps.certificates.projections import facts_of, frozen, tell_what_changed
from apps.certificates.projections.facts import read
from apps.certificates.rules import decisions
from apps.certificates.rules.amendments import check_can_be_amended
from apps.certificates.rules.languages import languages_of
from apps.certificates.selectors.certificates import with_names
from apps.certificates.states import FLOW, LIVE
from apps.core.actor import Actor
from apps.core.letters import named, texts_of, unprintable

FIRST_SWEEP = timedelta(seconds=10)  # how long the news may take before the sweeper looks


@transaction.atomic
def evaluate(*, certificate_id: UUID, actor: Actor, evaluation: str) -> Certificate:
    """Write down the body's evaluation of the results."""
    row = locked(certificate_id, actor)
    move = FLOW.move("evaluate", row.state, selectors.standings_of(actor, row))
    row.evaluation = decisions.check_said(evaluation, "evaluation")
    row.state, row.evaluated_by, row.evaluated_at = move.target, actor.pseudonym, actor.now
    row.save(update_fields=["evaluation", "state", "evaluated_by", "evaluated_at"])
    record(Evaluated(certificate_id=str(row.pk)), actor=actor)
    return row


@transaction.atomic
def approve(*, certificate_id: UUID, actor: Actor, reasons: str, months: int) -> Certificate:
    """Approve, and freeze everything that will be printed. The worker hears of it and makes the PDF.

    Raises `Conflict` with the blocking conditions where the data do not carry a certificate.
    """
    row = locked(certificate_id, actor)
    decisions.check_other_person(row.evaluated_by, actor.pseudonym)
    move = FLOW.move("approve", row.state, selectors.standings_of(actor, row))
    row.reasons = decisions.check_said(reasons, "reasons")
    decisions.check_months(months)
    check_the_replaced_one_lives(row)
    evidence = selectors.evidence_of(row)
    decisions.check_nothing_blocks(decisions.blocking([part.judged for part in evidence]))
    row.valid_from = timezone.localdate(actor.now)
    row.valid_until = decisions.last_day(row.valid_from, months)
    row.state, row.decided_by, row.decided_at = move.target, actor.pseudonym, actor.now
    row.due_at = actor.now + FIRST_SWEEP
    _freeze(row, actor)
    row.save()
    record(CertificationApproved(certificate_id=str(row.pk), facts_sha256=row.facts_sha256), actor=actor)
    return row


def _freeze(row: Certificate, actor: Actor) -> None:
    """Freeze in the certificate's language or languages, none of which may be the decider's."""
    sides = [_facts_in(language, row, actor) for language in languages_of(row.language)]
    tell_what_changed(row, sides)
    facts = frozen(*sides)
    letters = unprintable("".join(texts_of(read(facts.text))))
    decisions.check_letters(list(map(named, letters)))
    decisions.check_size(facts.text)
    row.facts, row.facts_sha256 = facts.text, facts.sha256


def _facts_in(language: str, row: Certificate, actor: Actor) -> dict[str, Any]:
    if row.valid_from is None or row.valid_until is None:
        message = "The validity comes before the facts."
        raise ValueError(message)
    with override(language):
        return facts_of(
            row,
            selectors.evidence_of(row),
            selectors.people_of(row, actor.pseudonym, actor.now),
            selectors.against_of(row),
            valid=(row.valid_from, row.valid_until),
            test=not settings.PRODUCTION,
        )


@transaction.atomic
def refuse(*, certificate_id: UUID, actor: Actor, reasons: str) -> Certificate:
    """Refuse, with reasons that the holder reads."""
    row = locked(certificate_id, actor)
    decisions.check_other_person(row.evaluated_by, actor.pseudonym)
    move = FLOW.move("refuse", row.state, selectors.standings_of(actor, row))
    row.reasons = decisions.check_said(reasons, "reasons")
    row.state, row.decided_by, row.decided_at = move.target, actor.pseudonym, actor.now
    row.save(update_fields=["reasons", "state", "decided_by", "decided_at"])
    record(CertificationRefused(certificate_id=str(row.pk)), actor=actor)
    return row


def check_the_replaced_one_lives(row: Certificate) -> None:
    """Refuse to approve the amendment of what was withdrawn meanwhile.

    The old row stays locked until this commit; from then on `withdraw` sees that a paper is under way.
    """
    if row.replaces_id:
        old = Certificate.objects.unscoped("the one it amends").select_for_update()
        check_can_be_amended(old.values_list("state", flat=True).get(pk=row.replaces_id), LIVE)


def locked(certificate_id: UUID, actor: Actor) -> Certificate:
    """Find what the actor may see, then lock it."""
    found = selectors.certificate_for(actor, certificate_id)
    return with_names().unscoped("found above").select_for_update(of=("self",)).get(pk=found.pk)
