"""The administration's work on a case: question, answer, recommendation, second signature."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.audit.services import record
from apps.changes import rules
from apps.changes.events import CaseDecided, CaseRecommended, CaseReturned, QuestionAnswered, QuestionAsked
from apps.changes.models import Case, Decision, Question, Recommendation, Report
from apps.changes.selectors import standings_of
from apps.changes.services.locks import locked_case
from apps.changes.states import FLOW, REPORT_FLOW, Outcome
from apps.core.actor import Actor


@transaction.atomic
def ask(*, actor: Actor, case_id: UUID, text: str, due_on: date) -> Question:
    """Ask the firm a question; the clock stands still until it is answered."""
    case = locked_case(actor, case_id)
    move = FLOW.move("ask", case.state, standings_of(actor, case))
    written = rules.check_written("text", text, _("Write the question."))
    rules.check_due(due_on, on=rules.local_day(actor.now))
    question = Question.objects.create(
        case=case, text=written, asked_by=actor.pseudonym, asked_at=actor.now, due_on=due_on
    )
    _move_on(case, move.target)
    record(
        QuestionAsked(
            case_id=str(case.pk),
            report_id=str(case.report_id),
            question_id=str(question.pk),
            due_on=due_on.isoformat(),
        ),
        actor=actor,
    )
    return question


@transaction.atomic
def answer(*, actor: Actor, case_id: UUID, text: str) -> Question:
    """Answer the open question for the firm; the case is due as many working days later as this took."""
    case = locked_case(actor, case_id)
    move = FLOW.move("answer", case.state, standings_of(actor, case))
    written = rules.check_written("text", text, _("Write the answer."))
    question = case.questions.select_for_update().get(answered_at=None)
    question.answer, question.answered_by, question.answered_at = written, actor.pseudonym, actor.now
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    asked_on, answered_on = rules.local_day(question.asked_at), rules.local_day(actor.now)
    waited = rules.working_days_between(asked_on, answered_on)
    case.due_on = rules.working_day_after(case.due_on, waited)
    _move_on(case, move.target)
    record(
        QuestionAnswered(case_id=str(case.pk), report_id=str(case.report_id), question_id=str(question.pk)),
        actor=actor,
    )
    return question


@transaction.atomic
def recommend(*, actor: Actor, case_id: UUID, outcome: str, reasons: str) -> Recommendation:
    """Recommend an outcome to the second signature."""
    case = locked_case(actor, case_id)
    move = FLOW.move("recommend", case.state, standings_of(actor, case))
    rules.check_outcome(outcome, Outcome.values)
    recommendation = Recommendation.objects.create(
        case=case,
        outcome=outcome,
        reasons=rules.check_written("reasons", reasons, _("Give the reasons.")),
        made_by=actor.pseudonym,
        made_at=actor.now,
    )
    _move_on(case, move.target)
    record(CaseRecommended(case_id=str(case.pk), report_id=str(case.report_id), outcome=outcome), actor=actor)
    return recommendation


@transaction.atomic
def send_back(*, actor: Actor, case_id: UUID, note: str) -> None:
    """Send the recommendation back to the reviewers with a note; it stays on the case."""
    case = locked_case(actor, case_id)
    move = FLOW.move("return", case.state, standings_of(actor, case))
    written = rules.check_written("note", note, _("Say what is still to be done."))
    case.recommendations.filter(returned_at=None).update(returned_at=actor.now, returned_note=written)
    _move_on(case, move.target)
    record(CaseReturned(case_id=str(case.pk), report_id=str(case.report_id)), actor=actor)


@transaction.atomic
def decide(*, actor: Actor, case_id: UUID, outcome: str, reasons: str) -> Decision:
    """Settle a recommended case by the second signature; the report follows and its firm is told.

    Raises `NotAllowed` to the person who recommended, `Conflict` if somebody was faster.
    """
    case = locked_case(actor, case_id)
    rules.check_outcome(outcome, Outcome.values)
    move = FLOW.move(outcome, case.state, standings_of(actor, case))
    recommendation = case.recommendations.get(returned_at=None)
    rules.check_another_person(recommendation.made_by, actor.pseudonym)
    decision = Decision.objects.create(
        case=case,
        outcome=outcome,
        reasons=rules.check_written("reasons", reasons, _("Give the reasons.")),
        recommended_by=recommendation.made_by,
        decided_by=actor.pseudonym,
        decided_at=actor.now,
    )
    _move_on(case, move.target)
    _settle_report(case, outcome, actor)
    record(CaseDecided(case_id=str(case.pk), report_id=str(case.report_id), outcome=outcome), actor=actor)
    return decision


def _move_on(case: Case, state: str) -> None:
    case.state = state
    case.save(update_fields=["state", "due_on"])


def _settle_report(case: Case, outcome: str, actor: Actor) -> None:
    rows = Report.objects.unscoped("the decision on its case settles it").select_for_update(of=("self",))
    report = rows.select_related("case").get(pk=case.report_id)
    move = REPORT_FLOW.move(outcome, report.state, standings_of(actor, report))
    report.state, report.decided_at = move.target, actor.now
    report.save(update_fields=["state", "decided_at"])
