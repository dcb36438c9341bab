"""Question, answer, recommendation, second signature: in turn, by the right person, kept by the database."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.changes import selectors, services
from apps.changes.models import Case, Decision, Question, Recommendation, Report, Shipment
from apps.changes.rules import local_day, working_day_after, working_days_between
from apps.changes.states import FLOW, REPORT_FLOW, CaseState
from apps.core.errors import Conflict, Invalid, Missing, NotAllowed
from apps.notifications.models import Notice

pytestmark = pytest.mark.django_db

DO = {
    "ask": lambda actor, case: services.ask(
        actor=actor, case_id=case.pk, text="Why?", due_on=local_day(actor.now) + timedelta(days=3)
    ),
    "answer": lambda actor, case: services.answer(actor=actor, case_id=case.pk, text="So."),
    "recommend": lambda actor, case: services.recommend(
        actor=actor, case_id=case.pk, outcome="approve", reasons="Yes."
    ),
    "return": lambda actor, case: services.send_back(actor=actor, case_id=case.pk, note="More."),
    "approve": lambda actor, case: services.decide(
        actor=actor, case_id=case.pk, outcome="approve", reasons="Yes."
    ),
    "refuse": lambda actor, case: services.decide(
        actor=actor, case_id=case.pk, outcome="refuse", reasons="No."
    ),
}
WHO = {
    "ask": "dora",
    "answer": "pia",
    "recommend": "dora",
    "return": "dan",
    "approve": "dan",
    "refuse": "dan",
}
WRONG = {
    "ask": {"pia", "alice", "bob"},
    "answer": {"dora", "dan", "bob"},
    "recommend": {"pia", "alice"},
    "return": {"dora", "pia"},
    "approve": {"dora", "pia"},
    "refuse": {"dora", "pia"},
}
REACH = {
    "open": lambda world: world.opened(),
    "asked": lambda world: world.asked(),
    "recommended": lambda world: world.recommended(),
    "approved": lambda world: world.decided("approve"),
    "refused": lambda world: world.decided("refuse"),
}


@pytest.mark.parametrize("name", list(DO))
@pytest.mark.parametrize("state", list(REACH))
def test_each_move_happens_in_turn_and_is_refused_out_of_turn(world, name, state):
    case, move = REACH[state](world), FLOW.moves[name]
    if state in move.sources:
        DO[name](world.actor(WHO[name]), case)
        assert world.again(case).state == move.target
    else:
        with pytest.raises(Conflict):
            DO[name](world.actor(WHO[name]), case)
        assert world.again(case).state == state


@pytest.mark.parametrize(("name", "who"), [(name, who) for name, people in WRONG.items() for who in people])
def test_each_move_is_refused_to_the_wrong_person(world, name, who):
    state = next(iter(FLOW.moves[name].sources))
    case = REACH[state](world)
    with pytest.raises(NotAllowed):
        DO[name](world.actor(who), case)
    assert world.again(case).state == state


@pytest.mark.parametrize("who", ["hana", "eve", "ivy", "carol", "iris", "bea"])
@pytest.mark.parametrize("name", list(DO))
def test_a_case_does_not_exist_for_others(world, name, who):
    case = world.opened()
    with pytest.raises(Missing):
        DO[name](world.actor(who), case)


def test_flows_lead_to_every_state_and_each_move_tells_an_event():
    assert set(FLOW.states) == set(CaseState.values)
    assert all(move.by and move.event for flow in (FLOW, REPORT_FLOW) for move in flow.moves.values())


def test_the_person_who_recommended_cannot_decide(world):
    case = world.recommended("dan")
    for outcome in ("approve", "refuse"):
        with pytest.raises(NotAllowed, match="another person"):
            DO[outcome](world.actor("dan"), case)
    assert "approve" not in selectors.case_view(world.actor("dan"), world.again(case)).moves
    assert selectors.waiting_for(world.actor("dan")) == []


def test_the_database_refuses_one_person_as_both_signatures(world):
    case = world.recommended("dan")
    pseudonym = world.actor("dan").pseudonym
    with pytest.raises(IntegrityError, match="changes_second_signature"), transaction.atomic():
        Decision.objects.create(
            case=case,
            outcome="approve",
            reasons="Mine.",
            recommended_by=pseudonym,
            decided_by=pseudonym,
            decided_at=timezone.now(),
        )


def test_an_approver_may_decide_otherwise_than_recommended(world):
    case = world.recommended(outcome="approve")
    services.decide(actor=world.actor("dan"), case_id=case.pk, outcome="refuse", reasons="Not yet.")
    assert world.again(case).state == "refused"
    assert world.report_as("pia", case.report).state == "refused"
    assert world.report_as("ivy", case.report).state == "refused"


def test_a_returned_recommendation_stays_and_a_new_one_follows(world):
    case = world.recommended()
    services.send_back(actor=world.actor("dan"), case_id=case.pk, note="Ask about the smelter.")
    services.recommend(actor=world.actor("dora"), case_id=case.pk, outcome="refuse", reasons="No answer.")
    view = selectors.case_view(world.actor("dan"), world.again(case))
    assert [one.returned_note for one in view.recommendations] == ["Ask about the smelter.", ""]
    assert view.recommendation.outcome == "refuse"


def test_the_clock_stands_still_while_the_firm_is_asked(world):
    case = world.asked()
    later = world.actor("pia").at(world.actor("pia").now + timedelta(days=14))
    view = selectors.case_view(later, selectors.case_for(later, case.pk))
    assert (view.clock.used, view.clock.left, view.clock.total) == (0, 20, 20)
    assert view.clock.stopped_on == local_day(world.actor("dora").now)
    services.answer(actor=later, case_id=case.pk, text="The one in the north.")
    waited = working_days_between(local_day(world.actor("dora").now), local_day(later.now))
    assert waited == 10
    answered = selectors.case_for(later, case.pk)
    assert answered.due_on == working_day_after(case.due_on, waited)
    clock = selectors.case_view(later, answered).clock
    assert (clock.used, clock.left, clock.stopped_on) == (0, 20, None)


def test_the_clock_ends_with_the_decision(world):
    case = world.decided()
    later = world.actor("pia").at(world.actor("pia").now + timedelta(days=100))
    assert selectors.case_view(later, selectors.case_for(later, case.pk)).clock.used == 0


@pytest.mark.parametrize(
    ("name", "values", "field"),
    [
        ("ask", {"text": " ", "due_on": None}, "text"),
        ("recommend", {"outcome": "approve", "reasons": " "}, "reasons"),
        ("recommend", {"outcome": "perhaps", "reasons": "x"}, "outcome"),
    ],
)
def test_empty_words_are_refused_at_their_field(world, name, values, field):
    case = world.opened()
    if "due_on" in values:
        values["due_on"] = local_day(world.actor("dora").now) + timedelta(days=2)
    with pytest.raises(Invalid) as refused:
        getattr(services, name)(actor=world.actor("dora"), case_id=case.pk, **values)
    assert list(refused.value.fields) == [field]


def test_an_answer_cannot_be_due_today(world):
    case = world.opened()
    actor = world.actor("dora")
    with pytest.raises(Invalid):
        services.ask(actor=actor, case_id=case.pk, text="Why?", due_on=local_day(actor.now))


def test_the_firm_sees_questions_and_decision_and_nothing_internal(world):
    case = world.recommended(outcome="refuse")
    services.send_back(actor=world.actor("dan"), case_id=case.pk, note="Secret note.")
    services.ask(
        actor=world.actor("dora"),
        case_id=case.pk,
        text="Which smelter?",
        due_on=local_day(world.actor("dora").now) + timedelta(days=2),
    )
    actor = world.actor("pia")
    found = selectors.case_for(actor, case.pk)
    view = selectors.case_view(actor, found)
    assert view.recommendations is None and view.recommendation is None
    assert [question.asked_by for question in view.questions] == ["Critical Supply Administration"]
    told = " ".join(f"{line.who} {line.sentence}" for line in selectors.record_of_case(actor, found).rows)
    assert "question" in told
    for secret in ("ecommend", "Dora", "Dan", "Secret", "sent back", "Sent the"):
        assert secret not in told
    assert "Recommended: refuse." in " ".join(
        line.sentence for line in selectors.record_of_case(world.actor("dora"), found).rows
    )


def test_the_office_reads_the_firm_not_its_people(world):
    case = world.asked()
    services.answer(actor=world.actor("pia"), case_id=case.pk, text="That one.")
    view = selectors.case_view(world.actor("dora"), world.again(case))
    assert [(one.asked_by, one.answered_by) for one in view.questions] == [("Dora Demir", "Alder Metals")]
    told = " ".join(
        line.who for line in selectors.record_of_case(world.actor("dora"), world.again(case)).rows
    )
    assert "Alder Metals" in told and "Pia" not in told


def test_people_are_told_of_each_step(world, deliver_news):
    case = world.asked()
    services.answer(actor=world.actor("pia"), case_id=case.pk, text="That one.")
    services.recommend(actor=world.actor("dora"), case_id=case.pk, outcome="approve", reasons="Fine.")
    services.send_back(actor=world.actor("dan"), case_id=case.pk, note="More.")
    services.recommend(actor=world.actor("dora"), case_id=case.pk, outcome="approve", reasons="Fine.")
    services.decide(actor=world.actor("dan"), case_id=case.pk, outcome="approve", reasons="Yes.")
    deliver_news()
    told = {}
    for notice in Notice.objects.select_related("user").order_by("pk"):
        told.setdefault(notice.user.name.split()[0], []).append(notice.words)
    question, decision = (
        "The administration asks a question on {reference}.",
        "There is a decision on {reference}.",
    )
    assert told["Pia"] == told["Alice"] == [question, decision]
    assert told["Dora"][1:] == [
        "The firm answered the question on {reference}.",
        "The recommendation on {reference} was sent back.",
        decision,
    ]
    assert told["Dan"].count("{reference} waits for the second signature.") == 2
    assert "Bob" not in told and "Hana" not in told


def test_the_database_keeps_one_open_question_and_one_live_recommendation(world):
    case = world.asked()
    now, who = timezone.now(), world.actor("dora").pseudonym
    with pytest.raises(IntegrityError, match="changes_question_one_open_per_case"), transaction.atomic():
        Question.objects.create(case=case, text="Again?", asked_by=who, asked_at=now, due_on=now.date())
    with pytest.raises(IntegrityError, match="changes_question_answered_whole"), transaction.atomic():
        Question.objects.filter(case=case).update(answered_at=now)
    one = {"case": case, "outcome": "approve", "reasons": "x", "made_by": who, "made_at": now}
    Recommendation.objects.create(**one)
    with (
        pytest.raises(IntegrityError, match="changes_recommendation_one_live_per_case"),
        transaction.atomic(),
    ):
        Recommendation.objects.create(**one)


@pytest.mark.parametrize(
    "values",
    [
        {"state": "submitted"},
        {"state": "approved", "submitted_at": timezone.now()},
        {"submitted_at": timezone.now()},
    ],
)
def test_the_database_keeps_a_reports_times_and_state_together(world, values):
    report = world.draft()
    with pytest.raises(IntegrityError, match="changes_report_times_follow_state"), transaction.atomic():
        Report.objects.unscoped("test").filter(pk=report.pk).update(**values)


def test_the_database_keeps_masses_positive_and_one_case_a_report(world):
    case = world.opened()
    rows = Report.objects.unscoped("test").filter(pk=case.report_id)
    with pytest.raises(IntegrityError, match="changes_volume_positive"), transaction.atomic():
        rows.update(annual_volume_kg=0)
    with pytest.raises(IntegrityError, match="changes_shipment_mass_positive"), transaction.atomic():
        Shipment.objects.create(report=case.report, ships_on=timezone.now().date(), mass_kg=0)
    with pytest.raises(IntegrityError, match="report"), transaction.atomic():
        Case.objects.create(
            reference="CH-x",
            report=case.report,
            administration=world.cast.office,
            due_on=timezone.now().date(),
        )
