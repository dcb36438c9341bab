"""What waits on home pages, and the counts of their pictures."""

from datetime import timedelta

import pytest

from apps.changes import selectors, services

pytestmark = pytest.mark.django_db


def told(lines):
    return [(str(line.what).split(" SC-")[0].split(" CH-")[0], line.verb, line.next_mover) for line in lines]


def test_the_firm_finishes_drafts_and_waits_for_the_administration(world):
    world.draft()
    world.opened()
    for who in ("pia", "alice"):
        assert told(selectors.waiting_for(world.actor(who))) == [("Finish the report", "Continue", "")]
        assert told(selectors.in_progress_for(world.actor(who))) == [
            ("Report", "", "Critical Supply Administration")
        ]
    assert selectors.waiting_for(world.actor("bob")) == selectors.in_progress_for(world.actor("bob")) == []


def test_a_question_waits_for_the_firm_with_its_day(world):
    case = world.asked()
    lines = selectors.waiting_for(world.actor("pia"))
    assert told(lines) == [("Answer the question on", "Answer", "")]
    assert lines[0].due_on == case.questions.get().due_on
    assert selectors.in_progress_for(world.actor("pia")) == []
    assert told(selectors.in_progress_for(world.actor("dora"))) == [("Case", "", "Alder Metals")]


def test_a_case_waits_for_a_reviewer_then_for_the_second_signature(world):
    case = world.opened()
    assert told(selectors.waiting_for(world.actor("dora"))) == [("Review", "Review", "")]
    services.recommend(actor=world.actor("dora"), case_id=case.pk, outcome="approve", reasons="Yes.")
    assert selectors.waiting_for(world.actor("dora")) == []
    assert told(selectors.in_progress_for(world.actor("dora"))) == [("Case", "", "the second signature")]
    assert told(selectors.waiting_for(world.actor("dan"))) == [("Decide on", "Decide", "")]
    services.decide(actor=world.actor("dan"), case_id=case.pk, outcome="approve", reasons="Yes.")
    for who in ("dora", "dan", "pia"):
        assert selectors.waiting_for(world.actor(who)) == selectors.in_progress_for(world.actor(who)) == []


@pytest.mark.parametrize("who", ["hana", "ivy", "eve", "carol"])
def test_nothing_waits_for_others(world, who):
    world.asked()
    assert selectors.waiting_for(world.actor(who)) == selectors.in_progress_for(world.actor(who)) == []


@pytest.mark.parametrize(("who", "most"), [("pia", 2), ("dora", 2), ("dan", 2), ("ivy", 0)])
def test_home_costs_the_same_for_one_and_five(world, who, most, django_assert_max_num_queries):
    for count in (1, 4):
        for _ in range(count):
            world.draft()
            world.asked()
            world.opened()
        actor = world.actor(who)
        with django_assert_max_num_queries(most):
            selectors.waiting_for(actor)
        with django_assert_max_num_queries(most):
            selectors.in_progress_for(actor)


def test_the_industry_body_counts_reports_by_input_and_month(world):
    world.opened()
    world.opened("hana", critical_input="cobalt")
    world.opened("hana", critical_input="cobalt")
    world.draft()
    counts = selectors.counts_by_input_and_month(world.actor("ivy"))
    assert [(one.input_code, one.input_name, one.count) for one in counts] == [
        ("aluminium", "Aluminium", 1),
        ("cobalt", "Cobalt", 2),
    ]
    assert {one.month.day for one in counts} == {1}
    assert selectors.counts_by_input_and_month(world.actor("eve")) == []


def test_the_queue_is_counted_by_days_left(world):
    world.opened()
    world.decided()
    actor = world.actor("dora")
    assert [one.count for one in selectors.queue_by_days_left(actor)] == [0, 0, 0, 0, 1]
    late = actor.at(actor.now + timedelta(days=60))
    assert [one.count for one in selectors.queue_by_days_left(late)] == [1, 0, 0, 0, 0]
    assert sum(one.count for one in selectors.queue_by_days_left(world.actor("pia"))) == 0


def test_an_asked_case_does_not_run_late_in_queue_and_picture(world):
    world.asked()
    late = world.actor("dora").at(world.actor("dora").now + timedelta(days=60))
    assert [one.count for one in selectors.queue_by_days_left(late)] == [0, 0, 0, 0, 1]
    assert [line.left for line in selectors.cases_page(late).rows] == [20]
