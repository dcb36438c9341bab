"""What waits on the home page, for whom."""

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.rules import REPORT, REVIEW
from apps.changes.models import Question, Report
from apps.changes.projections import CaseLine
from apps.changes.selectors.cases import cases_waiting_elsewhere, cases_waiting_for
from apps.changes.states import ASKED, DRAFT, RECOMMENDED, SUBMITTED
from apps.core.actor import Actor
from apps.core.waiting import Waiting

MOST = 20


def waiting_for(actor: Actor) -> list[Waiting]:
    """Give what the actor is to do about supplier changes: at most three queries."""
    if actor.may(REPORT):
        return [*_questions(actor), *_drafts(actor)]
    if actor.may(REVIEW):
        return [_to_review(line) for line in cases_waiting_for(actor, most=MOST)]
    return []


def in_progress_for(actor: Actor) -> list[Waiting]:
    """Give what others are to do: sent reports for the firm, cases elsewhere for the administration."""
    if actor.may(REPORT):
        return _sent(actor)
    if actor.may(REVIEW):
        return [_elsewhere(line) for line in cases_waiting_elsewhere(actor, most=MOST)]
    return []


def _questions(actor: Actor) -> list[Waiting]:
    rows = Question.objects.filter(case__report__owner=actor.organisation_id, answered_at=None)
    return [
        Waiting(
            what=_("Answer the question on %(reference)s") % {"reference": row.case.reference},
            about=row.case.report.reference,
            url=reverse("changes:answer", args=[row.case_id]),
            verb=_("Answer"),
            due_on=row.due_on,
        )
        for row in rows.select_related("case__report").order_by("due_on", "pk")[:MOST]
    ]


def _drafts(actor: Actor) -> list[Waiting]:
    drafts = Report.objects.visible_to(actor).filter(owner=actor.organisation_id, state=DRAFT)
    return [
        Waiting(
            what=_("Finish the report %(reference)s") % {"reference": row.reference},
            about=row.critical_input.name,
            url=reverse("changes:report", args=[row.pk]),
            verb=_("Continue"),
        )
        for row in drafts.select_related("critical_input").order_by("-created_at", "-pk")[:MOST]
    ]


def _sent(actor: Actor) -> list[Waiting]:
    sent = Report.objects.visible_to(actor).filter(owner=actor.organisation_id, state=SUBMITTED)
    rows = sent.exclude(case__state=ASKED).select_related("critical_input")
    named = rows.annotate(due_on=F("case__due_on"), office=F("case__administration__name"))
    return [
        Waiting(
            what=_("Report %(reference)s") % {"reference": row.reference},
            about=row.critical_input.name,
            url=reverse("changes:report", args=[row.pk]),
            next_mover=row.office,
            due_on=row.due_on,
        )
        for row in named.order_by("-created_at", "-pk")[:MOST]
    ]


def _to_review(line: CaseLine) -> Waiting:
    if line.state == RECOMMENDED:
        words, verb, name = _("Decide on %(reference)s"), _("Decide"), "changes:decide"
    else:
        words, verb, name = _("Review %(reference)s"), _("Review"), "changes:case"
    return Waiting(
        what=words % {"reference": line.reference},
        about=_about(line),
        url=reverse(name, args=[line.id]),
        verb=verb,
        due_on=line.due_on,
    )


def _elsewhere(line: CaseLine) -> Waiting:
    firm = line.report.owner.name if line.report.owner else ""
    mover = {ASKED: firm, RECOMMENDED: _("the second signature")}.get(line.state, _("a reviewer"))
    return Waiting(
        what=_("Case %(reference)s") % {"reference": line.reference},
        about=_about(line),
        url=reverse("changes:case", args=[line.id]),
        next_mover=mover,
        due_on=line.due_on,
    )


def _about(line: CaseLine) -> str:
    firm = line.report.owner.name if line.report.owner else ""
    return ", ".join(part for part in (line.report.critical_input.name, firm) if part)
