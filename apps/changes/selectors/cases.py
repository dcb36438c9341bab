"""Finding and listing cases; the firm never receives what is internal to the administration."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from apps.accounts.rules import APPROVE, REPORT, REVIEW
from apps.accounts.selectors import names_of
from apps.changes.models import Case, Decision, Question, Recommendation, Report
from apps.changes.projections import (
    CaseLine,
    CaseView,
    Clock,
    DecisionView,
    QuestionView,
    RecommendationView,
    ReportLine,
    report_line,
)
from apps.changes.rules import TARGET_DAYS, local_day, working_days_between
from apps.changes.selectors.reports import today, view_of
from apps.changes.states import APPROVER, FLOW, OPEN, RECOMMENDED, REPORTER, REVIEWER, CaseState
from apps.core.actor import Actor
from apps.core.paging import Page, Place
from apps.sharing.querysets import ScopedQuerySet, masks
from apps.sharing.selectors import found

DECISIONS = frozenset({"approve", "refuse"})


def _with_relations() -> ScopedQuerySet[Case]:
    report = (
        "critical_input",
        "owner",
        "certificate",
        "country_mined",
        "country_processed",
        "country_shipped_from",
    )
    rows = Case.objects.select_related("administration", "decision", *(f"report__{name}" for name in report))
    return cast("ScopedQuerySet[Case]", rows)


def case_for(actor: Actor, case_id: UUID) -> Case:
    """Find a case of the actor's administration, or about the actor's own report; or raise `Missing`."""
    return found(_with_relations(), actor, case_id)


def case_of_report(actor: Actor, report: Report) -> Case | None:
    """Give the case a report opened, if the actor may know of it."""
    return _with_relations().visible_to(actor).filter(report=report).first()


def standings_of_case(actor: Actor, case: Case) -> frozenset[str]:
    """Say what the actor is to a case: reviewer and approver at its administration, or the reporter."""
    standings = set()
    if case.administration_id == actor.organisation_id:
        standings |= {REVIEWER} if actor.may(REVIEW) else set()
        standings |= {APPROVER} if actor.may(APPROVE) else set()
    if case.report.owner_id == actor.organisation_id and actor.may(REPORT):
        standings.add(REPORTER)
    return frozenset(standings)


def case_view(actor: Actor, case: Case) -> CaseView:
    """Project a case as the actor receives it."""
    internal = case.administration_id == actor.organisation_id
    questions = list(case.questions.all())
    recommendations = list(case.recommendations.all()) if internal else []
    decision: Decision | None = getattr(case, "decision", None)
    report = view_of(actor, case.report)
    names = _Names(
        actor, case, report.owner.name if report.owner else "", [*questions, *recommendations, decision]
    )
    return CaseView(
        id=case.pk,
        reference=case.reference,
        state=case.state,
        state_label=CaseState(case.state).label,
        created_at=case.created_at,
        administration=case.administration.name,
        clock=clock_of(case, questions, on=today(actor)),
        report=report,
        questions=tuple(_question(row, names) for row in questions),
        recommendations=tuple(_recommendation(row, names) for row in recommendations) if internal else None,
        decision=_decision(decision, names) if decision else None,
        moves=_moves(actor, case, recommendations),
    )


def clock_of(case: Case, questions: Iterable[Question], *, on: date) -> Clock:
    """Tell the working days of a case; it stands still from the day of an open question.

    Each answer has moved `due_on` by the working days the firm took, so what is left follows from it alone.
    """
    waiting = next((row for row in questions if row.answered_at is None), None)
    stopped_on = local_day(waiting.asked_at) if waiting else None
    end = _ended_on(case) or stopped_on or on
    left = working_days_between(end, case.due_on)
    return Clock(
        used=TARGET_DAYS - left, total=TARGET_DAYS, left=left, due_on=case.due_on, stopped_on=stopped_on
    )


def _ended_on(case: Case) -> date | None:
    decided_at = case.report.decided_at
    return local_day(decided_at) if decided_at else None


def _moves(actor: Actor, case: Case, recommendations: list[Recommendation]) -> tuple[str, ...]:
    """Give the moves the actor may make now; the second signature is not offered to the first signer."""
    moves = [move.name for move in FLOW.open_to(case.state, standings_of_case(actor, case))]
    signed = any(row.returned_at is None and row.made_by == actor.pseudonym for row in recommendations)
    return tuple(name for name in moves if not (signed and name in DECISIONS))


class _Names:
    """Names of one's own people; of the other side only the organisation speaks."""

    def __init__(self, actor: Actor, case: Case, firm: str, rows: list[Any]) -> None:
        fields = ("asked_by", "answered_by", "made_by", "recommended_by", "decided_by")
        people = [found for row in rows for name in fields if (found := getattr(row, name, None))]
        self.people = names_of(people, ()).people
        self.internal = case.administration_id == actor.organisation_id
        self.office, self.firm = case.administration.name, firm

    def of_office(self, pseudonym: UUID) -> str:
        return self.people.get(pseudonym, "") if self.internal else self.office

    def of_firm(self, pseudonym: UUID | None) -> str:
        if pseudonym is None:
            return ""
        return self.firm if self.internal else self.people.get(pseudonym, "")


def _question(row: Question, names: _Names) -> QuestionView:
    return QuestionView(
        id=row.pk,
        text=row.text,
        asked_by=names.of_office(row.asked_by),
        asked_at=row.asked_at,
        due_on=row.due_on,
        answer=row.answer,
        answered_by=names.of_firm(row.answered_by),
        answered_at=row.answered_at,
    )


def _recommendation(row: Recommendation, names: _Names) -> RecommendationView:
    return RecommendationView(
        outcome=row.outcome,
        reasons=row.reasons,
        made_by=names.of_office(row.made_by),
        made_at=row.made_at,
        returned_at=row.returned_at,
        returned_note=row.returned_note,
    )


def _decision(row: Decision, names: _Names) -> DecisionView:
    return DecisionView(
        outcome=row.outcome,
        reasons=row.reasons,
        decided_by=names.of_office(row.decided_by),
        decided_at=row.decided_at,
    )


def _stopped_on(row: Any) -> date | None:
    return local_day(row.asked_at) if row.asked_at else None


def cases_page(
    actor: Actor, *, state: str = "", mine: bool = False, before: Place | None = None, most: int = 50
) -> Page[CaseLine]:
    """Give a page of the cases the actor may know of, newest first; `mine` are those that wait for the actor."""
    rows = _listed(actor)
    if state:
        rows = rows.filter(state=state)
    if mine:
        rows = rows.filter(_waits_for(actor))
    if before:
        earlier = Q(created_at=before.created_at, id__lt=before.id)
        rows = rows.filter(Q(created_at__lt=before.created_at) | earlier)
    found_rows = list(rows.order_by("-created_at", "-id")[: most + 1])
    last = found_rows[most - 1] if len(found_rows) > most else None
    return Page(case_lines(actor, found_rows[:most]), Place(last.created_at, last.pk).token() if last else "")


def _listed(actor: Actor) -> Any:
    signed = Recommendation.objects.filter(case=OuterRef("pk"), returned_at=None).values("made_by")[:1]
    return _with_relations().visible_to(actor).annotate(first_signer=Subquery(signed), asked_at=open_since())


def open_since() -> Subquery:
    """Give, for a query of cases, when the open question was asked: since then the clock stands still."""
    waiting = Question.objects.filter(case=OuterRef("pk"), answered_at=None)
    return Subquery(waiting.values("asked_at")[:1])


def _waits_for(actor: Actor) -> Q:
    mine = Q(pk__in=[])
    if actor.may(REVIEW):
        mine |= Q(state=OPEN)
    if actor.may(APPROVE):
        mine |= Q(state=RECOMMENDED) & ~Q(first_signer=actor.pseudonym)
    return Q(administration=actor.organisation_id) & mine


def case_lines(actor: Actor, rows: list[Any]) -> list[CaseLine]:
    """Project cases for a list, with one query for what may be opened of their reports."""
    seen = masks(actor, [row.report for row in rows])
    return [_line(actor, row, report_line(row.report, seen[row.report_id])) for row in rows]


def _line(actor: Actor, row: Any, report: ReportLine) -> CaseLine:
    moves = {move.name for move in FLOW.open_to(row.state, standings_of_case(actor, row))}
    if row.first_signer == actor.pseudonym:
        moves -= DECISIONS | {"return"}
    return CaseLine(
        id=row.pk,
        reference=row.reference,
        state=row.state,
        state_label=CaseState(row.state).label,
        created_at=row.created_at,
        due_on=row.due_on,
        left=working_days_between(_ended_on(row) or _stopped_on(row) or today(actor), row.due_on),
        report=report,
        is_mine=bool(moves),
    )


def cases_waiting_for(actor: Actor, *, most: int = 20) -> list[CaseLine]:
    """Give the cases of the administration that wait for the actor, the earliest due first."""
    return case_lines(actor, list(_listed(actor).filter(_waits_for(actor)).order_by("due_on", "id")[:most]))


def cases_waiting_elsewhere(actor: Actor, *, most: int = 20) -> list[CaseLine]:
    """Give the open cases of the administration that wait for somebody else."""
    ended = {CaseState.APPROVED, CaseState.REFUSED}
    mine = _listed(actor).filter(administration=actor.organisation_id).exclude(state__in=ended)
    return case_lines(actor, list(mine.exclude(_waits_for(actor)).order_by("due_on", "id")[:most]))
